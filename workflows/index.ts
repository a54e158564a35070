/**
 * What a workflow bundle starts with: installs the Temporal runtime and exports the app's workflows under their names.
 * @module
 */
import { workflowInfo } from '@temporalio/workflow';
import { listDefinitions } from '../src/definition/register.js';
import { PerdureError } from '../src/errors.js';
import { mapChunkWorkflow } from '../src/flow/map-chunk.js';
import { installRuntime } from '../src/runtime.js';
import { taskDefinition } from '../src/task/definition.js';
import { type WorkflowDefinition, workflowDefinition } from '../src/workflow/definition.js';
import type { Workflow } from '../src/workflow/workflow.js';
import { runWorkflow } from './run-workflow.js';
import { temporalRuntime } from './temporal-runtime.js';
import { toFailure } from './to-temporal.js';
import { setWebUi } from './web-ui.js';

export { interceptors } from './variant-header.js';

installRuntime(temporalRuntime);

type Runnable = ((input?: unknown) => Promise<unknown>) & { workflowDefinitionOptions?: object };

/**
 * One function per workflow that the app's files have defined, those that were written for Temporal directly, and a
 * default that refuses every other type.
 */
export function exportWorkflows(
  options: { readonly webUi?: string } = {},
  handWritten: Readonly<Record<string, unknown>> = {},
  own: readonly WorkflowDefinition[] = [],
): Record<string, unknown> {
  setWebUi(options.webUi);
  const exported: Record<string, unknown> = {
    default: refuseUnknown,
  };
  for (const definition of [mapChunkWorkflow, ...own]) exported[definition.name] = runnable(definition);
  for (const [name, { definition }] of listDefinitions('workflow')) {
    exported[name] = runnable((definition as Workflow<never, unknown>)[workflowDefinition]);
  }
  for (const [name, value] of Object.entries(handWritten)) {
    if (typeof value !== 'function' || isDefinition(value)) continue;
    if (name !== 'default' && name in exported) throw sharedName(name);
    exported[name] = value;
  }
  return exported;
}

/** A file may export both kinds; definitions are known by their own names already. */
function isDefinition(value: object): boolean {
  return workflowDefinition in value || taskDefinition in value;
}

function sharedName(name: string): PerdureError {
  return new PerdureError({
    code: 'Definition.Duplicate',
    message: `The worker's 'workflowsPath' and the app's workflows share the name '${name}'. Rename one of them.`,
    details: { names: [name] },
  });
}

function runnable(definition: WorkflowDefinition): Runnable {
  const run: Runnable = (input) => runWorkflow(definition, input);
  // Any error ends the run; Temporal's default, retrying the workflow task for ever, surprises everybody.
  run.workflowDefinitionOptions = { failureExceptionTypes: [Error] };
  return run;
}

async function refuseUnknown(): Promise<never> {
  const { workflowType, taskQueue } = workflowInfo();
  const known = [...listDefinitions('workflow').keys()];
  throw toFailure(
    new PerdureError({
      code: 'Workflow.NotFound',
      message: `The worker on task queue '${taskQueue}' has no workflow '${workflowType}'. It has: ${known.join(', ') || 'none'}. Is the name right, and is its file part of the worker's app?`,
      details: { workflow: workflowType, known },
    }),
  );
}
