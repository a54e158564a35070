import type { StandardSchemaV1 } from '@standard-schema/spec';
import { agentDefinition, type AgentDefinition } from './definition.js';
import { type Tool, toolSource, type ToolSource } from './tool.js';

export interface AsToolOptions {
  /** What the model calls it. Default: the agent's name. */
  readonly name?: string;
}

/** An agent as another one's tool: it is asked a question, and its answer is the tool's. */
export function agentAsTool(
  agent: AgentDefinition,
  ask: (question: string) => Promise<unknown>,
  description: string,
  { name = agent.name }: AsToolOptions = {},
): ToolSource & { readonly [agentDefinition]: AgentDefinition } {
  const tool: Tool = {
    spec: {
      name,
      description,
      inputSchema: {
        type: 'object',
        properties: { question: { type: 'string', description: 'What to ask, with all it needs to know.' } },
        required: ['question'],
        additionalProperties: false,
      },
    },
    input: question,
    risk: undefined,
    isBarrier: false,
    run: (input) => ask((input as { readonly question: string }).question),
  };
  return { [toolSource]: () => [tool], [agentDefinition]: agent };
}

const question: StandardSchemaV1 = {
  '~standard': {
    version: 1,
    vendor: 'perdure',
    validate: (value) =>
      typeof (value as { question?: unknown } | null)?.question === 'string'
        ? { value }
        : { issues: [{ message: 'it must be a text', path: ['question'] }] },
  },
};
