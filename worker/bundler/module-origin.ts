import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { packageOf } from './node-only.js';

/** Whose file it is: the app's, an npm package's, or the durable machinery's (perdure and Temporal), which is trusted. */
export type ModuleOrigin =
  { readonly kind: 'user' } | { readonly kind: 'package'; readonly name: string } | { readonly kind: 'machinery' };

const rooms = /^(dist[\\/])?(src|workflows|activities|worker|client|codec|cli|testing)[\\/]/;

export function createOriginOf(perdureRoot: string): (file: string) => ModuleOrigin {
  const root = existsSync(perdureRoot) ? realpathSync(perdureRoot) : resolve(perdureRoot);
  return (file) => {
    const within = relative(root, file);
    if (rooms.test(within)) return { kind: 'machinery' };
    const inPackages = file.lastIndexOf(`${sep}node_modules${sep}`);
    if (inPackages === -1) return { kind: 'user' };
    const name = packageOf(file.slice(inPackages + '/node_modules/'.length).replaceAll(sep, '/')) ?? '';
    return name.startsWith('@temporalio/') || name === 'perdure' ? { kind: 'machinery' } : { kind: 'package', name };
  };
}

/** Paths, subpath imports, and packages that are links to a folder of the user's own workspace. */
export function isUserModule(specifier: string, importer: string): boolean {
  if (/^[./#]/.test(specifier)) return true;
  const name = packageOf(specifier);
  if (name === undefined) return false;
  for (let folder = dirname(importer); ; folder = dirname(folder)) {
    const installed = join(folder, 'node_modules', name);
    if (existsSync(installed)) return !realpathSync(installed).includes(`${sep}node_modules${sep}`);
    if (dirname(folder) === folder) return false;
  }
}

/** How messages call a file: from the current folder, with forward slashes, so that a bundle does not depend on the machine. */
export function displayPath(file: string): string {
  const path = relative(process.cwd(), file);
  return (path.startsWith('..') ? file : path).replaceAll(sep, '/');
}
