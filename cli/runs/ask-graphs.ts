import { QueryNotRegisteredError } from '@temporalio/client';
import type { App, GraphView } from '../../client/index.js';
import { isCodeMismatch } from '../../src/contract/divergence.js';
import { PerdureError } from '../../src/errors.js';
import { explainSilence } from './explain-silence.js';
import { hasWorker } from './queue-workers.js';
import { startWorker } from './start-worker-advice.js';

/** A worker that has to replay a long history first takes its time; one that is away never answers. */
const answerMilliseconds = 15_000;

/**
 * The graphs of a run, open or ended, as the run itself tells them.
 * @throws PerdureError `Run.NotFound`, `Run.NoWorker` where nobody can answer for the run, `Run.CodeMismatch`,
 * `Graph.NotFound` for a run that knows nothing of graphs
 */
export async function askGraphs(app: App, id: string): Promise<GraphView[]> {
  const { runId, taskQueue, status } = await app.run(id).describe();
  if (!(await hasWorker(app, taskQueue))) throw noWorker(id, taskQueue);
  try {
    return await app.client.withDeadline(Date.now() + answerMilliseconds, () => app.run(id, runId).graphs());
  } catch (error) {
    if (PerdureError.is(error, 'Server.NotReachable')) throw noWorker(id, taskQueue, error);
    if (error instanceof QueryNotRegisteredError) throw knowsNoGraphs(id, error);
    if (status !== 'running' && status !== 'paused' && isCodeMismatch(String(error))) throw changed(id, error);
    throw await explainSilence(app, id, error);
  }
}

function noWorker(id: string, taskQueue: string, cause?: unknown): PerdureError {
  return new PerdureError({
    code: 'Run.NoWorker',
    message: `Run '${id}' cannot tell the state of its graphs: that takes a worker on queue '${taskQueue}', also after the end of the run. ${startWorker(taskQueue)} 'perdure show ${id}' needs none.`,
    details: { run: id, taskQueue },
    retryable: true,
    cause,
  });
}

function knowsNoGraphs(id: string, cause: Error): PerdureError {
  return new PerdureError({
    code: 'Graph.NotFound',
    message: `Run '${id}' knows nothing of graphs: its workflow is not one of perdure's, or its worker has an earlier version.`,
    details: { run: id },
    cause,
  });
}

function changed(id: string, cause: unknown): PerdureError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new PerdureError({
    code: 'Run.CodeMismatch',
    message: `Run '${id}' has ended, and the worker's code no longer matches what it did: ${reason} A worker with the code of that time can still tell.`,
    details: { run: id, reason },
    cause,
  });
}
