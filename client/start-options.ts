import type { WorkflowOptions } from '@temporalio/client';
import type { WorkflowDefinition } from '../src/workflow/definition.js';
import { toWireRetry } from '../src/retry/wire-retry.js';

type Options = Pick<WorkflowOptions, 'workflowRunTimeout' | 'retry' | 'staticSummary'>;

/** What a workflow's own options mean for a run started from outside. */
export function startOptions(definition: WorkflowDefinition | undefined): Options {
  if (definition === undefined) return {};
  const { timeout, retry, description } = definition;
  return {
    workflowRunTimeout: timeout,
    staticSummary: description?.slice(0, 120),
    retry: retry && toWireRetry(retry),
  };
}
