import { listDefinitions } from '../../src/definition/register.js';
import { PerdureError } from '../../src/errors.js';
import { toJsonSchema } from '../../src/schema/to-json-schema.js';
import { workflowDefinition } from '../../src/workflow/definition.js';
import type { Workflow } from '../../src/workflow/workflow.js';
import { toolNames } from './tool-names.js';
import type { Schema } from './tool-schema.js';

/** A workflow of the app that callers may start. */
export interface ServedWorkflow {
  readonly name: string;
  /** The name of the tool that starts it and waits. */
  readonly tool: string;
  readonly description: string | undefined;
  /** JSON Schema of its input and its result; `undefined` where there is none. */
  readonly input: Schema | undefined;
  readonly output: Schema | undefined;
  readonly workflow: Workflow<unknown, unknown>;
}

/**
 * The app's workflows by name, after it was loaded; with `only`, the ones named there.
 * @throws PerdureError `App.Empty`, `Workflow.NotFound`
 */
export function servedWorkflows(
  only: readonly string[] | undefined,
  reserved: readonly string[],
): ReadonlyMap<string, ServedWorkflow> {
  const defined = new Map(
    [...listDefinitions('workflow')].map(([name, { definition }]) => [name, definition as Workflow<unknown, unknown>]),
  );
  if (defined.size === 0)
    throw new PerdureError({ code: 'App.Empty', message: 'The app defines no workflow to serve.' });
  const names = only ?? [...defined.keys()];
  const unknown = names.filter((name) => !defined.has(name));
  if (unknown.length > 0) throw notInApp(unknown, [...defined.keys()]);
  const tools = toolNames(names, reserved);
  return new Map(
    names.map((name) => {
      const workflow = defined.get(name) as Workflow<unknown, unknown>;
      return [name, serve(workflow, tools.get(name) ?? name)];
    }),
  );
}

function serve(workflow: Workflow<unknown, unknown>, tool: string): ServedWorkflow {
  const { input, output, description } = workflow[workflowDefinition];
  return {
    name: workflow.workflowName,
    tool,
    description,
    input: (input && (toJsonSchema(input) as Schema | null)) ?? undefined,
    output: (output && (toJsonSchema(output, 'output') as Schema | null)) ?? undefined,
    workflow,
  };
}

function notInApp(unknown: readonly string[], known: readonly string[]): PerdureError {
  return new PerdureError({
    code: 'Workflow.NotFound',
    message: `The app has no workflow ${unknown.map((name) => `'${name}'`).join(', ')}. There are: ${known.join(', ')}.`,
    details: { workflows: unknown, known },
  });
}
