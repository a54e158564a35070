import type { App, Run } from '../../client/index.js';
import { PerdureError } from '../../src/errors.js';
import type { ExitCode } from '../exit-code.js';
import { stuckError } from '../../src/contract/stuck-run.js';
import type { Shell } from '../shell.js';
import { humanDuration } from '../terminal/human-duration.js';
import { noStatusLine, type StatusLine, statusLine } from '../terminal/status-line.js';
import { answerPauses } from './answer-pauses.js';
import { lookAt, type RunNow } from './look-at.js';
import { NoWorkerWatch } from './no-worker-watch.js';
import { printEnd, type RunResult } from './print-end.js';
import { printPaused } from './print-paused.js';

export interface Waiting {
  readonly shell: Shell;
  readonly app: App;
  readonly run: Run;
  /** A pause is put to the person at the terminal (and ends the wait where there is none), ends the wait, or is no concern. */
  readonly atPause: 'ask' | 'stop' | 'ignore';
  /** Longest wait in milliseconds. */
  readonly timeout?: number | undefined;
}

/** The first looks come quickly, because many a run pauses or fails at once. */
const looks = [100, 200, 400] as const;
const millisecondsBetweenLooks = 1_000;

/**
 * Waits for the end of a run, shows how it goes, and prints the result.
 * @throws PerdureError `Run.NoWorker`, `Run.WaitTimedOut`, `Run.CodeMismatch`, `Workflow.NotFound`, `Server.NotReachable`
 */
export async function waitForEnd(waiting: Waiting): Promise<ExitCode> {
  const { shell, run } = waiting;
  const status = shell.hasScreen ? statusLine(process.stderr, 'started') : noStatusLine;
  const leave = (): void => {
    status.clear();
    shell.note(`Run '${run.id}' goes on. Its result: perdure show ${run.id}`);
    process.exit(130);
  };
  process.once('SIGINT', leave);
  try {
    return await follow(waiting, status);
  } finally {
    process.removeListener('SIGINT', leave);
    status.clear();
  }
}

async function follow(waiting: Waiting, status: StatusLine): Promise<ExitCode> {
  const { shell, app, run, timeout } = waiting;
  const begin = performance.now();
  const noWorker = new NoWorkerWatch(app, shell);
  const result = run.result().then(
    (value): RunResult => ({ ok: true, value }),
    (error: unknown): RunResult => ({ ok: false, error }),
  );
  for (let look = 0; ; look++) {
    const end = await Promise.race([result, after(looks[look] ?? millisecondsBetweenLooks)]);
    if (end !== undefined) {
      status.clear();
      return printEnd(shell, app, run, end);
    }
    const now = await lookAt(app, run.id);
    if (now.stuck) throw stuckError(run.id, now.stuck);
    const stop = await stopAtPause(waiting, now, status);
    if (stop !== undefined) return stop;
    await noWorker.look(now, status);
    if (timeout !== undefined && performance.now() - begin > timeout) throw waitedEnough(run.id, timeout);
    status.say(now.doing);
  }
}

/** The exit code if the wait ends here; whoever has answered waits on. */
async function stopAtPause(
  { shell, app, run, atPause }: Waiting,
  { paused }: RunNow,
  status: StatusLine,
): Promise<ExitCode | undefined> {
  if (paused.length === 0 || atPause === 'ignore') return undefined;
  if (atPause === 'stop' || !shell.canAsk) return printPaused(shell, app, run, paused);
  status.clear();
  return (await answerPauses(shell, app, paused)) === 'left' ? printPaused(shell, app, run, paused) : undefined;
}

function waitedEnough(id: string, timeout: number): PerdureError {
  return new PerdureError({
    code: 'Run.WaitTimedOut',
    message: `Run '${id}' has not ended within ${humanDuration(timeout)}. It goes on; see 'perdure show ${id}'.`,
    details: { run: id, timeout },
  });
}

function after(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds, undefined));
}
