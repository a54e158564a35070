import { PerdureError } from '../../src/errors.js';
import type { ServedWorkflow } from './served-workflow.js';
import { startRun } from './start-run.js';
import type { McpTool, ToolSettings } from './tool.js';
import { anything, objectSchema, type ObjectSchema, placed, type Schema, withoutDialect } from './tool-schema.js';
import { runEndSchema } from './run-end.js';
import { waitForRun } from './wait-for-run.js';

/** Below the 60 seconds after which many clients give a call up. */
const patience = 45_000;

/** The tool of one workflow: starts it with an input of its own schema, and waits a while for its result. */
export function workflowTool(served: ServedWorkflow, settings: ToolSettings): McpTool {
  const { name, tool, description, output } = served;
  const [inputSchema, inputOf] = shapeOf(served);
  return {
    spec: {
      name: tool,
      title: name,
      description: `${description ?? `Runs the workflow '${name}'.`}\n\nStarts a durable run and waits up to ${patience / 1_000} seconds. If it takes longer or asks a person, the answer has its id and status: go on with get_result or resume.`,
      inputSchema,
      outputSchema: runEndSchema(output),
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
    },
    run: async (input, call) => {
      const { id } = await startRun(settings, served, inputOf(input));
      return waitForRun(settings, id, call, patience);
    },
  };
}

type InputOf = (given: Readonly<Record<string, unknown>>) => unknown;

/** An object is the tool's own input; anything else, MCP takes inside of one. */
function shapeOf({ name, input }: ServedWorkflow): readonly [ObjectSchema, InputOf] {
  if (input?.['type'] === 'object') return [withoutDialect(input) as ObjectSchema, (given) => given];
  const inner: Schema = input
    ? placed(input, '#/properties/input')
    : { ...anything, description: "The workflow's input: any JSON value." };
  const inputOf: InputOf = (given) => {
    const unknown = Object.keys(given).filter((key) => key !== 'input');
    if (unknown.length === 0) return given['input'];
    throw new PerdureError({
      code: 'Mcp.InvalidArguments',
      message: `The tool of workflow '${name}' takes the workflow's input as 'input', and no ${unknown.join(', ')}.`,
    });
  };
  return [objectSchema({ input: inner }, []), inputOf];
}
