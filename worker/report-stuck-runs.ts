import { EventEmitter } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { type NativeConnection, Runtime, type Worker } from '@temporalio/worker';
import { innermostReason, stepIn } from '../src/contract/divergence.js';
import { toStuckRun } from '../src/contract/stuck-run.js';

/** What the engine says when it drops a run from the worker's memory. */
interface Eviction {
  readonly runId: string;
  readonly evictJob: { readonly reason?: number | null; readonly message?: string | null };
}

/** Temporal's numbers: the code does something else than history says; the workflow's code failed otherwise. */
const [nondeterminism, codeFailed] = [3, 4];
/** Runs that have been reported; the oldest are forgotten, and would be reported once more. */
const mostRemembered = 1_000;
/** A run that began a moment ago is not listed yet. */
const looks = [0, 1_000, 3_000] as const;

/**
 * Says in the worker's log, once per run, that a run cannot go on with this worker's code. The engine repeats such a
 * failure in silence, or for ever, and names neither the workflow id nor the step.
 * @returns stops listening
 */
export function reportStuckRuns(worker: Worker): () => void {
  // The emitter behind Temporal's own replay; not public, so its absence costs the message and nothing else.
  const { evictionsEmitter: evictions } = worker as unknown as { readonly evictionsEmitter?: unknown };
  if (!(evictions instanceof EventEmitter)) return () => undefined;
  const reported = new Set<string>();
  const hear = ({ runId, evictJob }: Eviction): void => {
    const { reason, message } = evictJob;
    if ((reason !== nondeterminism && reason !== codeFailed) || reported.has(runId)) return;
    reported.add(runId);
    if (reported.size > mostRemembered) reported.delete([...reported][0] ?? '');
    void report(worker, runId, innermostReason(message ?? ''));
  };
  evictions.on('eviction', hear);
  return () => void evictions.off('eviction', hear);
}

async function report({ connection, options }: Worker, runId: string, reason: string): Promise<void> {
  const run = connection && (await findRun(connection, options.namespace, runId));
  const { workflowId: id = runId, workflowType: workflow = 'unknown' } = run ?? {};
  const step = stepIn(reason) ?? null;
  const { code, message } = toStuckRun({ id, workflow, reason, step, attempt: 1, since: new Date() });
  Runtime.instance().logger.error(`${code}: ${message}`, { workflowId: id, runId, workflowType: workflow, step });
}

interface FoundRun {
  readonly workflowId: string;
  readonly workflowType: string;
}

/** The engine knows a run by its run id only. */
async function findRun(
  { workflowService }: NativeConnection,
  namespace: string,
  runId: string,
): Promise<FoundRun | undefined> {
  try {
    for (const milliseconds of looks) {
      await wait(milliseconds, undefined, { ref: false });
      const query = `RunId = '${runId}'`;
      const { executions } = await workflowService.listWorkflowExecutions({ namespace, query, pageSize: 1 });
      const { execution, type } = executions?.[0] ?? {};
      if (execution?.workflowId && type?.name) {
        return { workflowId: execution.workflowId, workflowType: type.name };
      }
    }
  } catch {
    // A server without lists, or one that is away: the run id has to do.
  }
  return undefined;
}
