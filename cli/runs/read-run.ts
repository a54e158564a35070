import type { WorkflowExecutionDescription } from '@temporalio/client';
import type { App, OpenPause } from '../../client/index.js';
import { pendingCalls } from '../history/pending-calls.js';
import { readTimeline } from '../history/read-timeline.js';
import { addPresent } from '../timeline/add-present.js';
import { createDecoder, type DecodingProblems } from '../timeline/decoder.js';
import type { Timeline } from '../timeline/timeline.js';
import { type RunRow, toRow } from './run-row.js';

/** What is known about a run without reading its history. */
export interface RunSummary extends RunRow {
  readonly events: number;
  readonly url: string | null;
}

export interface RunView {
  readonly summary: RunSummary;
  readonly timeline: Timeline;
  readonly description: WorkflowExecutionDescription;
  /** Why parts of it could not be read. */
  readonly problems: DecodingProblems;
}

/** Questions are asked of the run itself; a worker that is away must not hold up what history can tell. */
const questionMilliseconds = 3_000;

/** Everything there is to show about one run. */
export async function readRun(
  app: App,
  which: { readonly workflowId: string; readonly runId?: string | undefined },
  onEvents: (count: number) => void,
): Promise<RunView> {
  const run = app.run(which.workflowId, which.runId);
  const facts = await run.describe();
  const pinned = { workflowId: facts.id, runId: facts.runId };
  const description = await app.client.workflow.getHandle(pinned.workflowId, pinned.runId).describe();
  const problems: DecodingProblems = new Map();
  const decoder = createDecoder(app.client.options.loadedDataConverter, problems);
  const past = await readTimeline(app, description, decoder, onEvents);
  const questions = facts.openPauses.length > 0 ? ((await questionsOf(app, facts.id)) ?? []) : [];
  const pending = await pendingCalls(description, decoder);
  return {
    summary: { ...toRow(facts), events: facts.historyLength, url: facts.url ?? null },
    timeline: addPresent(past, pending, questions),
    description,
    problems,
  };
}

/** The open pauses of a run; `undefined` where no worker answers in time. */
export async function questionsOf(app: App, id: string): Promise<OpenPause[] | undefined> {
  try {
    return await app.client.withDeadline(Date.now() + questionMilliseconds, () => app.run(id).pauses());
  } catch {
    return undefined;
  }
}
