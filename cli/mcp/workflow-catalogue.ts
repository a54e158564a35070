import { PerdureError } from '../../src/errors.js';
import { workflowDefinition } from '../../src/workflow/definition.js';
import type { ServedWorkflow } from './served-workflow.js';
import { startRun } from './start-run.js';
import type { McpTool, ToolSettings } from './tool.js';
import { anything, answerSchema, objectSchema, type Schema, text } from './tool-schema.js';

const reads = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };
const textOrNull: Schema = { type: ['string', 'null'] };
const schemaOrNull: Schema = { type: ['object', 'null'] };
const row = { name: text, description: textOrNull, tool: { ...text, description: 'The tool that runs it.' } };

/** `list_workflows`, `describe_workflow`, `start_workflow`. */
export function catalogueTools(settings: ToolSettings): McpTool[] {
  return [listWorkflows(settings), describeWorkflow(settings), startWorkflow(settings)];
}

function listWorkflows({ workflows }: ToolSettings): McpTool {
  return {
    spec: {
      name: 'list_workflows',
      title: 'List workflows',
      description: 'Lists the workflows that can be started.',
      inputSchema: objectSchema({}, []),
      outputSchema: answerSchema(
        { workflows: { type: 'array', items: objectSchema(row, ['name', 'description', 'tool']) } },
        ['workflows'],
      ),
      annotations: reads,
    },
    run: async () => ({ workflows: [...workflows.values()].map(toRow) }),
  };
}

function describeWorkflow({ workflows }: ToolSettings): McpTool {
  return {
    spec: {
      name: 'describe_workflow',
      title: 'Describe a workflow',
      description: 'What a workflow is for, with the JSON Schemas of its input and its result.',
      inputSchema: objectSchema({ workflow: nameOf(workflows) }, ['workflow']),
      outputSchema: answerSchema(
        {
          ...row,
          input: { ...schemaOrNull, description: 'JSON Schema of its input; null for any JSON value.' },
          output: { ...schemaOrNull, description: 'JSON Schema of its result; null where it is not said.' },
          timeout: { type: ['number', 'null'], description: 'Longest time for a run, in milliseconds.' },
        },
        ['name', 'description', 'tool', 'input', 'output', 'timeout'],
      ),
      annotations: reads,
    },
    run: async ({ workflow }) => {
      const served = find(workflows, workflow);
      const { timeout } = served.workflow[workflowDefinition];
      return { ...toRow(served), input: served.input ?? null, output: served.output ?? null, timeout: timeout ?? null };
    },
  };
}

function startWorkflow(settings: ToolSettings): McpTool {
  return {
    spec: {
      name: 'start_workflow',
      title: 'Start a workflow',
      description: 'Starts a run of a workflow and returns its id at once. Wait for its result with get_result.',
      inputSchema: objectSchema(
        {
          workflow: nameOf(settings.workflows),
          input: { ...anything, description: 'Its input, see describe_workflow.' },
          idempotencyKey: {
            ...text,
            minLength: 1,
            maxLength: 200,
            description:
              "Becomes the run's id. A second start with the same key starts nothing and returns the run that is there, ended or not.",
          },
        },
        ['workflow'],
      ),
      outputSchema: answerSchema(
        {
          id: text,
          workflow: text,
          status: text,
          existing: { type: 'boolean', description: 'Whether the run was there before.' },
          url: textOrNull,
        },
        ['id', 'workflow', 'status', 'existing', 'url'],
      ),
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
    },
    run: async ({ workflow, input, idempotencyKey }) => {
      const served = find(settings.workflows, workflow);
      const { id, existing, description } = await startRun(
        settings,
        served,
        input,
        idempotencyKey as string | undefined,
      );
      return { id, workflow: served.name, status: description.status, existing, url: description.url ?? null };
    },
  };
}

function toRow({ name, description, tool }: ServedWorkflow): object {
  return { name, description: description ?? null, tool };
}

function nameOf(workflows: ReadonlyMap<string, ServedWorkflow>): Schema {
  const names = [...workflows.keys()];
  // A long list would be in every request to a model; list_workflows has it.
  return { ...text, description: "The workflow's name.", ...(names.length <= 50 && { enum: names }) };
}

function find(workflows: ReadonlyMap<string, ServedWorkflow>, name: unknown): ServedWorkflow {
  const served = workflows.get(name as string);
  if (served) return served;
  throw new PerdureError({
    code: 'Workflow.NotFound',
    message: `There is no workflow '${String(name)}' here. See list_workflows.`,
    details: { workflow: name },
  });
}
