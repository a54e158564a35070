import type { Connection } from '@temporalio/client';
import type { Sides } from './open-sides.js';
import type { Side } from './side.js';

/** What became of an agent with a long conversation. */
export interface LongAgent {
  readonly side: string;
  readonly turns: number;
  readonly seconds: number;
  readonly events: number;
  readonly bytes: number;
  /** How it ended: `done`, or why the server ended it. */
  readonly end: string;
}

const turns = 500;
const base = 400_000;

/** 500 model calls with 2 KB of tool result each, on a conversation of 400 KB: once by each side. */
export async function runLongAgents({ perdure, handWritten, connection }: Sides): Promise<readonly LongAgent[]> {
  return [await runOne(perdure, connection), await runOne(handWritten, connection)];
}

async function runOne(side: Side, connection: Connection): Promise<LongAgent> {
  const begin = performance.now();
  const run = await side.start('readPages', { turns, base });
  const { id } = run;
  const end = await run.result().then(
    () => 'done',
    (error: unknown) => deepest(error),
  );
  const seconds = (performance.now() - begin) / 1_000;
  const { workflowExecutionInfo: info } = await connection.workflowService.describeWorkflowExecution({
    namespace: 'default',
    execution: { workflowId: id },
  });
  const events = Number(info?.historyLength);
  // Twelve events for each turn: two activities of three events, and the workflow tasks between them.
  const done = end === 'done' ? turns : Math.floor(events / 12);
  return { side: side.name, turns: done, seconds, events, bytes: Number(info?.historySizeBytes), end };
}

function deepest(error: unknown): string {
  let inner = error;
  while (inner instanceof Error && inner.cause instanceof Error) inner = inner.cause;
  return inner instanceof Error ? inner.message : String(inner);
}
