import { toJsonSchema } from '../schema/to-json-schema.js';
import type { JsonSchema } from '../model/request.js';
import { callTask } from '../task/call-task.js';
import { type TaskDefinition, taskDefinition } from '../task/definition.js';
import { type WorkflowDefinition, workflowDefinition } from '../workflow/definition.js';
import { invalidTool, type Tool, toolSource, type ToolSource } from './tool.js';

/** What can be an agent's tool: a task or a workflow with a description and an input schema, or a source of tools. */
export type AgentTool =
  | (((input: never) => Promise<unknown>) & { readonly [taskDefinition]: TaskDefinition })
  | (((input: never) => Promise<unknown>) & { readonly [workflowDefinition]: WorkflowDefinition })
  | ToolSource;

/**
 * The tools of an agent as far as its definition says; sources are asked when its work begins.
 * @throws PerdureError `Agent.InvalidTool` saying what the tool lacks
 */
export function toSources(agent: string, given: readonly AgentTool[]): readonly ToolSource[] {
  return given.map((one, index) => {
    const part = one as unknown as Partial<Record<symbol, unknown>> | null | undefined;
    if (part?.[toolSource]) return one as ToolSource;
    const task = part?.[taskDefinition] as TaskDefinition | undefined;
    const definition = task ?? (part?.[workflowDefinition] as WorkflowDefinition | undefined);
    if (definition === undefined) {
      throw invalidTool(agent, String(index + 1), 'is none: give tasks, workflows, agent.asTool(…) or an MCP server.');
    }
    const tool = toTool(agent, definition, one as (input: never) => Promise<unknown>, task);
    return { [toolSource]: () => [tool] };
  });
}

function toTool(
  agent: string,
  { name, description, input }: TaskDefinition | WorkflowDefinition,
  run: (input: never) => Promise<unknown>,
  task: TaskDefinition | undefined,
): Tool {
  const schema = input && toJsonSchema(input);
  if (!description) throw invalidTool(agent, name, "has no 'description', by which a model chooses. Add one.");
  if (!input) throw invalidTool(agent, name, "has no 'input' schema, by which a model knows what to send. Add one.");
  if (!isObjectSchema(schema)) {
    throw invalidTool(agent, name, 'has an input schema that cannot be said as JSON Schema of an object. Simplify it.');
  }
  const isGated = task !== undefined && task.approval !== false;
  return {
    spec: { name, description, inputSchema: schema },
    input,
    risk: task?.risk,
    isBarrier: isGated || (task?.risk !== undefined && task.risk !== 'read'),
    run: (value, call) => (task && call ? callTask({ ...task, toolCall: call }, [value]) : run(value as never)),
  };
}

function isObjectSchema(schema: unknown): schema is JsonSchema {
  return typeof schema === 'object' && schema !== null && (schema as { type?: unknown }).type === 'object';
}
