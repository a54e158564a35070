import type { App } from '../../client/index.js';
import { rerunOf, type RerunOf, rerunPrefix } from '../../client/rerun/rerun-of.js';
import type { RunView } from './read-run.js';

/** How a run hangs together with those that repeat it, and with the one it repeats. */
export interface RunLinks {
  readonly rerunOf: RerunOf | null;
  readonly rerunAs: readonly { readonly id: string; readonly runId: string }[];
}

const most = 20;

/** From a step: the server remembers it in both runs. From the start: the memo of the new run, and its id, say it. */
export async function findLinks(app: App, { description, timeline }: RunView): Promise<RunLinks> {
  const { workflowId: id, memo, raw } = description;
  const { resetOf } = timeline;
  const reset = raw.workflowExtendedInfo?.resetRunId;
  return {
    rerunOf: resetOf ? { id, runId: resetOf.runId, reason: resetOf.reason || null } : (rerunOf(memo) ?? null),
    rerunAs: [...(reset ? [{ id, runId: reset }] : []), ...(await startedAgain(app, description))],
  };
}

/** Reruns under an id of the caller's choice are not found: the server cannot search memos. */
async function startedAgain(
  { client }: App,
  { workflowId, runId }: RunView['description'],
): Promise<{ id: string; runId: string }[]> {
  const found: { id: string; runId: string }[] = [];
  const query = `WorkflowId STARTS_WITH '${rerunPrefix(workflowId).replaceAll("'", "\\'")}'`;
  try {
    for await (const info of client.workflow.list({ query, pageSize: 100 })) {
      const of = rerunOf(info.memo);
      if (of?.id === workflowId && of.runId === runId) found.push({ id: info.workflowId, runId: info.runId });
      if (found.length === most) break;
    }
  } catch {
    // A server without this kind of search; what it does know is shown.
  }
  return found;
}
