import type { Run, RunDescription } from '../../client/index.js';
import { notFound } from '../../client/failures.js';
import type { ToolSettings } from './tool.js';

export interface FoundRun {
  readonly run: Run;
  readonly description: RunDescription;
}

/**
 * A run of a workflow that is served here; of all others callers learn nothing.
 * @throws PerdureError `Run.NotFound`
 */
export async function findRun({ app, workflows }: ToolSettings, id: string): Promise<FoundRun> {
  const run = app.run(id);
  const description = await run.describe();
  if (!workflows.has(description.workflow)) throw notFound(id);
  return { run, description };
}
