import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { PerdureError } from '../../src/errors.js';
import { packageRoot } from '../package-root.js';
import { projectPackage } from './project-package.js';

/** Copied as they are, but for the name. */
const templateFiles = ['src/app.ts', 'src/app.test.ts', 'tsconfig.json', 'README.md'] as const;

/** Not kept as files: npm leaves a `.gitignore` out of packages, and a second package.json would confuse every tool. */
const gitignore = ['node_modules/', 'dist/', '.perdure/', '*.log', ''].join('\n');

/** What a folder may hold and still count as empty. */
const harmless = new Set(['.git', '.DS_Store']);

/**
 * Writes a small project and returns the paths of its files, relative to the folder.
 * @throws PerdureError `Usage.FolderNotEmpty`
 */
export async function writeProject(folder: string, force: boolean): Promise<string[]> {
  const root = resolve(folder);
  if (!force) refuseFull(root);
  const name = packageName(basename(root));
  const files = new Map<string, string>([
    ['package.json', projectPackage(name)],
    ['.gitignore', gitignore],
  ]);
  for (const file of templateFiles) {
    const text = await readFile(join(packageRoot(), 'cli', 'init-template', file), 'utf8');
    files.set(file, text.replaceAll('{{name}}', name));
  }
  for (const [file, text] of files) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
  return [...files.keys()];
}

function refuseFull(root: string): void {
  if (!existsSync(root)) return;
  const inTheWay = readdirSync(root).filter((entry) => !harmless.has(entry));
  if (inTheWay.length === 0) return;
  throw new PerdureError({
    code: 'Usage.FolderNotEmpty',
    message: `${root} is not empty (${inTheWay.slice(0, 5).join(', ')}${inTheWay.length > 5 ? ', …' : ''}). Choose another folder, or write into it all the same with --force, which replaces files of the same name.`,
    details: { folder: root },
  });
}

/** A folder's name as npm accepts it for a package. */
function packageName(folder: string): string {
  const name = folder
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return name === '' || name === 'perdure' ? 'my-app' : name;
}
