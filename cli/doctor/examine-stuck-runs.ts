import type { App } from '../../client/index.js';
import { findStuck } from '../../client/stuck/find-stuck.js';
import type { Finding } from './finding.js';

const mostRuns = 500;
const atOnce = 10;

/** Open runs whose engine fails on the same place again and again: the code has changed under them, or worse. */
export async function examineStuckRuns({ client }: App): Promise<Finding[]> {
  const ids: { readonly workflowId: string; readonly runId: string }[] = [];
  for await (const { workflowId, runId } of client.workflow.list({ query: `ExecutionStatus = 'Running'` })) {
    ids.push({ workflowId, runId });
    if (ids.length === mostRuns) break;
  }
  const findings: Finding[] = [];
  for (let index = 0; index < ids.length; index += atOnce) {
    const some = await Promise.all(ids.slice(index, index + atOnce).map((run) => examineRun(client, run)));
    findings.push(...some.flatMap((finding) => finding ?? []));
  }
  const all = ids.length === mostRuns ? `the newest ${mostRuns} open runs` : `${ids.length} open runs`;
  return findings.length > 0 ? findings : [{ level: 'ok', text: `${all}, none of them stuck` }];
}

async function examineRun(
  client: App['client'],
  { workflowId, runId }: { readonly workflowId: string; readonly runId: string },
): Promise<Finding | undefined> {
  // It may have ended since the list was made.
  const description = await client.workflow
    .getHandle(workflowId, runId)
    .describe()
    .catch(() => undefined);
  if (description?.status.name !== 'RUNNING') return undefined;
  const stuck = await findStuck(client, description);
  if (stuck === undefined) return undefined;
  const { code, message } = stuck;
  return { level: 'fail', text: `${code}: ${message}`, remedy: `What it has done so far: perdure show ${workflowId}` };
}
