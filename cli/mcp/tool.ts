import type { Tool as ToolSpec } from '@modelcontextprotocol/sdk/types.js';
import type { App } from '../../client/index.js';
import type { ServedWorkflow } from './served-workflow.js';

/** What tools work with. */
export interface ToolSettings {
  readonly app: App;
  /** By the workflows' own names; nothing else can be started or looked at. */
  readonly workflows: ReadonlyMap<string, ServedWorkflow>;
  /** The queue for runs, where the command line names one. */
  readonly taskQueue: string | undefined;
  /** Aborted when the server is asked to stop: whoever waits for a run then answers with how it stands. */
  readonly stopping: AbortSignal;
}

/** One call of a tool, as the caller is told about it. */
export interface ToolCall {
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** Says to a caller who asked for it what is going on. */
  progress(this: void, message: string): void;
}

/** The answer of a tool; one with `error` counts as failed. */
export type ToolAnswer = object;

export interface McpTool {
  readonly spec: ToolSpec;
  /** Throws what a caller can mend: it is told as the tool's error. */
  run(this: void, input: Readonly<Record<string, unknown>>, call: ToolCall): Promise<ToolAnswer>;
}
