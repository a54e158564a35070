import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PerdureError } from '../../../src/errors.js';
import { declareWorkspace } from '../../../src/agent/workspace/workspace-rights.js';

/** A workspace in a folder of its own, beside which lies what nobody may see or change. */
export interface TestWorkspace {
  /** What tools are told. */
  readonly workspace: string;
  readonly root: string;
  /** The folder around it, whose files all hold the word SECRET. */
  readonly outside: string;
  readonly write: (path: string, text: string | Buffer) => void;
}

export function openWorkspace(programs: readonly string[] = []): TestWorkspace {
  const outside = realpathSync(mkdtempSync(join(tmpdir(), 'perdure-workspace-')));
  const root = join(outside, 'work');
  const write = (path: string, text: string | Buffer): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const name of ['secret.txt', 'beside/secret.txt', 'worker/secret.txt'])
    write(`../${name}`, `SECRET of ${name}\n`);
  write('a.txt', 'one\ntwo\nthree\n');
  write('folder/b.txt', 'four\n');
  symlinkSync('../beside', join(root, 'out'));
  symlinkSync('../secret.txt', join(root, 'out.txt'));
  symlinkSync(join(outside, 'nowhere.txt'), join(root, 'dangling'));
  symlinkSync('circle', join(root, 'circle'));
  symlinkSync('folder', join(root, 'in'));
  symlinkSync('../../secret.txt', join(root, 'folder', 'near.txt'));
  declareWorkspace(root, { write: true, programs });
  return { workspace: root, root, outside, write };
}

/** The code of what work fails with. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    (value) => new Error(`it succeeded: ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  if (PerdureError.is(error)) return error.code;
  throw error;
}

export const neverAborted: AbortSignal = new AbortController().signal;
