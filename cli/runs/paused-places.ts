import type { WorkflowExecutionDescription } from '@temporalio/client';
import type { App } from '../../client/index.js';
import { pausedNames } from '../../client/paused-names.js';

/** A run that waits for a person. */
export interface PausedPlace {
  readonly run: string;
  readonly workflow: string;
  readonly names: readonly string[];
}

const deepest = 3;
const widest = 20;

/** The pauses of a run and of the children it waits for: whoever waits for the parent waits for their answers too. */
export async function pausedPlaces(
  app: App,
  description: WorkflowExecutionDescription,
  depth = 0,
): Promise<PausedPlace[]> {
  const { status, workflowId, type, raw } = description;
  if (status.name !== 'RUNNING') return [];
  const names = pausedNames(description);
  const own = names.length > 0 ? [{ run: workflowId, workflow: type, names }] : [];
  if (depth === deepest) return own;
  const children = (raw.pendingChildren ?? []).slice(0, widest);
  const below = await Promise.all(
    children.map(async ({ workflowId: child, runId }) => {
      const found = await app.client.workflow
        .getHandle(child ?? '', runId || undefined)
        .describe()
        .catch(() => undefined);
      return found ? pausedPlaces(app, found, depth + 1) : [];
    }),
  );
  return [...own, ...below.flat()];
}
