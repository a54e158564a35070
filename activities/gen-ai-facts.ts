/**
 * Model and tool calls in the words of OpenTelemetry's semantic conventions for generative AI.
 * @module
 */
import type { AgentSpec } from '../src/agent/spec.js';
import type { ToolCallFacts } from '../src/contract/tool-call.js';
import type { ModelReply, StopReason } from '../src/model/reply.js';
import type { SpanFacts } from './span-facts.js';

/** Where the conventions have a name of their own for a provider. */
const providers: Readonly<Record<string, string>> = { google: 'gcp.gemini' };

const reasons: Readonly<Partial<Record<StopReason, string>>> = { 'tool-calls': 'tool_call', refusal: 'content_filter' };

interface Asked {
  readonly agent: string;
  readonly run: string;
  readonly conversation: string;
  readonly spec: AgentSpec;
}

/** What is known before the model is called. */
export function modelCallFacts({ agent, run, conversation, spec }: Asked): SpanFacts {
  return {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': providers[spec.provider] ?? spec.provider,
    'gen_ai.request.model': spec.model,
    'gen_ai.request.max_tokens': spec.settings.maxTokens,
    'gen_ai.request.temperature': spec.settings.temperature,
    'gen_ai.output.type': spec.output ? 'json' : 'text',
    'gen_ai.agent.name': agent,
    'gen_ai.conversation.id': conversationId(run, conversation),
  };
}

/** What its reply adds. */
export function replyFacts({ stopReason, usage, model }: ModelReply): SpanFacts {
  return {
    'gen_ai.response.model': model,
    'gen_ai.response.finish_reasons': [reasons[stopReason] ?? stopReason],
    'gen_ai.usage.input_tokens': usage?.inputTokens,
    'gen_ai.usage.output_tokens': usage?.outputTokens,
    'gen_ai.usage.cache_read.input_tokens': usage?.cachedTokens,
    'perdure.cost': usage?.cost,
  };
}

export function toolCallFacts({ agent, conversation, name, id }: ToolCallFacts, run: string): SpanFacts {
  return {
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': name,
    'gen_ai.tool.type': 'function',
    'gen_ai.tool.call.id': id,
    'gen_ai.agent.name': agent,
    'gen_ai.conversation.id': conversationId(run, conversation),
  };
}

/** Conversations have names within their run. */
function conversationId(run: string, conversation: string): string {
  return `${run}/${conversation}`;
}
