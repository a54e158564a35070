import type { ToolCallPart } from '../model/message.js';
import type { AgentDefinition } from './definition.js';
import type { Tool } from './tool.js';

/** For each agent it may hand over to, a tool by which the model does so. */
export function handoffTools({ handoffs }: AgentDefinition): Tool[] {
  return handoffs.map(({ name, description }) => ({
    spec: {
      name: toolName(name),
      description: `Hand the conversation over to ${name}, who then answers.${description ? ` ${description}` : ''}`,
      inputSchema: { type: 'object', properties: {}, additionalProperties: false },
    },
    input: undefined,
    risk: undefined,
    isBarrier: true,
    run: () => Promise.resolve(`You are ${name} now.`),
  }));
}

/** Whom the calls of a reply hand over to: the first that is named. */
export function findHandoff(
  { handoffs }: AgentDefinition,
  calls: readonly ToolCallPart[],
): AgentDefinition | undefined {
  for (const { name } of calls) {
    const next = handoffs.find((agent) => toolName(agent.name) === name);
    if (next !== undefined) return next;
  }
  return undefined;
}

function toolName(agent: string): string {
  return `transfer_to_${agent}`;
}
