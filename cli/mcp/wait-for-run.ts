import type { App } from '../../client/index.js';
import { stuckError } from '../../src/contract/stuck-run.js';
import { errorToJson } from '../report-error.js';
import { lookAt, type RunNow } from '../runs/look-at.js';
import { hasWorker } from '../runs/queue-workers.js';
import { pauseRows } from './pause-row.js';
import type { RunEnd } from './run-end.js';
import type { ToolCall, ToolSettings } from './tool.js';

/** The first looks come quickly, because many a run ends or pauses at once. */
const looks = [100, 200, 400] as const;
const millisecondsBetweenLooks = 1_000;

/**
 * Waits for the end of a run, for a pause, or until the time is up; the run goes on in any case.
 * @throws PerdureError `Run.CodeMismatch`, `Run.TaskFailing`, `Server.NotReachable`, and what keeps this program from
 * reading the result
 */
export async function waitForRun(
  { app, stopping }: ToolSettings,
  id: string,
  { signal, progress }: ToolCall,
  milliseconds: number,
): Promise<RunEnd> {
  const giveUp = new AbortController();
  const ended = endOf(app, id, giveUp.signal);
  const interrupted = untilAborted(AbortSignal.any([signal, stopping, giveUp.signal]));
  const begin = performance.now();
  try {
    for (let look = 0; ; look++) {
      const left = Math.max(begin + milliseconds - performance.now(), 0);
      const pause = Math.min(looks[look] ?? millisecondsBetweenLooks, left);
      const end = await Promise.race([ended, interrupted, after(pause)]);
      if (end) return await end();
      const now = await lookAt(app, id);
      if (now.stuck) throw stuckError(id, now.stuck);
      const pauses = await pauseRows(app, now.paused);
      if (pauses.length > 0) return paused(now, pauses);
      // The server may know of the end before the answer to the long poll is here.
      if (left === 0 || signal.aborted || stopping.aborted) return await stillRunning(app, now);
      progress(now.doing);
    }
  } finally {
    giveUp.abort();
  }
}

/** A function, because whoever waits for a promise of it must not get a failure where there is none to handle. */
type End = () => Promise<RunEnd>;

/** Resolves at the run's end; a long poll that is given up is not heard of again. */
function endOf(app: App, id: string, signal: AbortSignal): Promise<End> {
  return app.client
    .withAbortSignal(signal, () => app.run(id).result())
    .then(
      (result) => async () => ({ id, ...(await facts(app, id)), ...(result !== undefined && { result }) }),
      (error: unknown) => async () => failed(app, id, error),
    );
}

async function failed(app: App, id: string, error: unknown): Promise<RunEnd> {
  const { workflow, status } = await facts(app, id);
  const isOfTheRun = status !== 'running' && status !== 'paused' && status !== 'succeeded';
  if (!isOfTheRun) throw error;
  return { id, workflow, status, error: errorToJson(error) };
}

async function facts(app: App, id: string): Promise<Pick<RunEnd, 'workflow' | 'status'>> {
  const { workflow, status } = await app.run(id).describe();
  return { workflow, status };
}

function paused({ id, workflow }: RunNow, pauses: readonly object[]): RunEnd {
  const next = `It waits for an answer. Ask the person in charge, then call resume with the pause's run and name, then get_result.`;
  return { id, workflow, status: 'paused', pauses, next };
}

async function stillRunning(
  app: App,
  { id, workflow, taskQueue, doing, waitsForWorkerSince }: RunNow,
): Promise<RunEnd> {
  const isAlone = waitsForWorkerSince !== undefined && !(await hasWorker(app, taskQueue));
  const next = isAlone
    ? `No worker takes work from queue '${taskQueue}': the run begins, or goes on, when one is started.`
    : `It goes on. Call get_result with its id to wait again.`;
  return { id, workflow, status: 'running', doing, next };
}

function after(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds, undefined));
}

function untilAborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
