import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { PerdureError } from 'perdure';
import type { App, Run } from 'perdure/client';
import { type Kind, kinds } from './expected.js';
import { stubbornly } from './stubborn.js';

/** One run under way, and how it ended. */
export interface Probe {
  readonly kind: Kind;
  readonly id: string;
  readonly file: string;
  readonly end: Promise<unknown>;
}

const folder = mkdtempSync(join(tmpdir(), 'perdure-faults-'));
let counter = 0;

/** Starts a run; the answers it asks for are given. */
export function startProbe(app: App, kind: Kind): Probe {
  const id = `faults-${kind}-${process.pid}-${(counter += 1)}`;
  const file = join(folder, `${id}.log`);
  const work = async (): Promise<unknown> => {
    // A start whose answer was lost has happened all the same.
    const run = await stubbornly(() => app.start(kind, file, { id, idReuse: 'join' }));
    if (kind === 'asks')
      for (const [name, value] of [
        ['first', 1],
        ['second', 2],
      ] as const)
        await answer(run, name, value);
    return stubbornly(() => run.result());
  };
  const end = work();
  end.catch(() => undefined);
  return { kind, id, file, end };
}

/** An answer whose receipt was lost may be given again: only the first counts. */
async function answer(run: Run, name: string, value: number): Promise<void> {
  for (;;) {
    try {
      return void (await stubbornly(() => run.resume(name, value)));
    } catch (error) {
      if (PerdureError.is(error, 'Pause.AlreadyAnswered')) return;
      if (!PerdureError.is(error, 'Pause.NotOpen')) throw error;
      await setTimeout(200);
    }
  }
}

/** How often each effect of a run has happened. */
export function effectsOf({ file }: Probe): Map<string, number> {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

export { kinds };
