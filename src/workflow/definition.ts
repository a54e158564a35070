import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Duration } from '../duration.js';
import type { RunInfo } from '../flow/run-info.js';
import type { RetryOptions, RetryPolicy } from '../retry/retry-options.js';

/** What a workflow is told besides its function. All optional. */
export interface WorkflowOptions {
  /** For people and models. */
  readonly description?: string;
  /** Checks the input before the first step; a violation fails the run at once with every problem. */
  readonly input?: StandardSchemaV1;
  /** Checks the result. */
  readonly output?: StandardSchemaV1;
  /** Longest time for a whole run. Default none. */
  readonly timeout?: Duration;
  /** Task queue for runs of this workflow. Default: the caller's. */
  readonly queue?: string;
  /** Whether and how often a failed run is started anew. Default: not. */
  readonly retry?: RetryOptions;
}

/** A workflow as frozen data, times in milliseconds. */
export interface WorkflowDefinition {
  readonly name: string;
  readonly run: (input: never, info: RunInfo) => unknown;
  readonly description: string | undefined;
  readonly input: StandardSchemaV1 | undefined;
  readonly output: StandardSchemaV1 | undefined;
  readonly timeout: number | undefined;
  readonly queue: string | undefined;
  readonly retry: RetryPolicy | undefined;
}

/** Where a workflow keeps its definition, for the rooms that run it. */
export const workflowDefinition = Symbol.for('perdure.workflow');
