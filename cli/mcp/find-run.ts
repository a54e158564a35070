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
export async function findRun(settings: ToolSettings, id: string): Promise<FoundRun> {
  const run = settings.app.run(id);
  const description = await run.describe();
  if (!isServed(settings, description)) throw notFound(id);
  return { run, description };
}

/** Whether it is a run of a workflow that is served here, and on the queue the command line names, if it names one. */
export function isServed({ workflows, taskQueue }: ToolSettings, run: RunDescription): boolean {
  return workflows.has(run.workflow) && (taskQueue === undefined || run.taskQueue === taskQueue);
}
