import { setInterval } from 'node:timers/promises';
import type { App, OpenPause } from '../../client/index.js';
import { PerdureError } from '../../src/errors.js';
import { askAnswer } from '../answers/ask-answer.js';
import { bodyOf } from '../answers/show-question.js';
import type { Shell } from '../shell.js';
import { createColours } from '../terminal/colours.js';
import type { PausedPlace } from './paused-places.js';
import { questionsOf } from './read-run.js';

const millisecondsBetweenLooks = 1_000;

/** Puts every open pause to the person at the terminal; `'left'` if the person would rather not. */
export async function answerPauses(
  shell: Shell,
  app: App,
  places: readonly PausedPlace[],
): Promise<'answered' | 'left'> {
  for (const { run } of places) {
    for (const pause of (await questionsOf(app, run)) ?? []) {
      if ((await answerOne(shell, app, run, pause)) === 'left') return 'left';
    }
  }
  return 'answered';
}

async function answerOne(shell: Shell, app: App, run: string, pause: OpenPause): Promise<'answered' | 'left'> {
  const colours = createColours(process.stderr);
  shell.note([`\n${colours.magenta(colours.bold(pause.id))}  ${run}`, ...bodyOf(pause, colours)].join('\n'));
  for (;;) {
    const closed = new AbortController();
    const watching = new AbortController();
    void watchPause(app, run, pause.id, closed, watching.signal);
    try {
      const answer = await askAnswer(pause, { input: process.stdin, output: process.stderr, signal: closed.signal });
      await app.run(run).resume(pause.id, answer);
      return 'answered';
    } catch (error) {
      if (PerdureError.is(error, 'Run.Paused')) {
        shell.note('');
        return 'left';
      }
      if (!closed.signal.aborted && PerdureError.is(error, 'Pause.InvalidAnswer')) {
        shell.note(colours.red(error.message));
        continue;
      }
      if (!closed.signal.aborted && !isTooLate(error)) throw error;
      shell.note(colours.yellow(`\n'${pause.id}' was answered elsewhere, or its time is up.`));
      return 'answered';
    } finally {
      watching.abort();
    }
  }
}

function isTooLate(error: unknown): boolean {
  return ['Pause.AlreadyAnswered', 'Pause.NotOpen', 'Run.AlreadyFinished'].some((code) => PerdureError.is(error, code));
}

/** Aborts `closed` when the pause is no longer open. */
async function watchPause(
  app: App,
  run: string,
  pause: string,
  closed: AbortController,
  signal: AbortSignal,
): Promise<void> {
  try {
    for await (const _ of setInterval(millisecondsBetweenLooks, undefined, { signal })) {
      const { openPauses } = await app.run(run).describe();
      if (!openPauses.includes(pause)) return closed.abort();
    }
  } catch {
    // The question has been answered here, or the server is away, which the wait for the end will tell.
  }
}
