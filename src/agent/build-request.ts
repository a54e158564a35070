import type { Message } from '../model/message.js';
import type { ModelRequest } from '../model/request.js';
import type { ModelAbilities } from '../ports/model-provider.js';
import type { AgentSpec, Phase } from './spec.js';

const answerNow = 'You have used all the tool calls you may make. Answer now with what you know.';
/** Several providers want a conversation to begin with a person. */
const leftOut: Message = { role: 'user', content: [{ type: 'text', text: '[Earlier messages are left out.]' }] };
const asJson = 'Reply with nothing but JSON that fits this JSON Schema:';

/** One call for a provider, and whether its reply is bound to the schema. */
export interface BuiltRequest {
  readonly request: ModelRequest;
  readonly formatted: boolean;
}

/** Puts a specification and the messages it concerns together, as far as the model's abilities allow. */
export function buildRequest(
  { model, instructions, tools, output, settings }: AgentSpec,
  messages: readonly Message[],
  phase: Phase,
  abilities: ModelAbilities,
): BuiltRequest {
  const callsTools = phase === 'turn' && tools.length > 0;
  const formatted = output !== null && (abilities.output !== 'without-tools' || !callsTools);
  const asked = formatted && abilities.output === 'prompt' ? `${asJson}\n${JSON.stringify(output.schema)}` : undefined;
  const parts = [instructions, phase === 'answer' && tools.length > 0 ? answerNow : undefined, asked];
  // A model that gives JSON only without tools would call none: they are left out where the schema goes in.
  const withTools = !(formatted && abilities.output === 'without-tools');
  return {
    formatted,
    request: {
      model,
      instructions: parts.filter((part) => part).join('\n\n'),
      messages: messages[0]?.role === 'user' ? messages : [leftOut, ...messages],
      tools: withTools ? tools : [],
      toolChoice: phase === 'turn' ? 'auto' : 'none',
      ...(formatted && { output }),
      settings,
    },
  };
}
