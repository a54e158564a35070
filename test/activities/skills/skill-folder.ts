import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder with these files, gone after the test. */
export async function folderWith(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'perdure-skills-')));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

/** A `SKILL.md`. */
export function skillText(fields: string, body = 'Do it well.'): string {
  return `---\n${fields}\n---\n\n${body}\n`;
}

/** A `SKILL.md` that is as it should be. */
export function goodSkill(name: string, body?: string): string {
  return skillText(`name: ${name}\ndescription: Does ${name}.`, body);
}
