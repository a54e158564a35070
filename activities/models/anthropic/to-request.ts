import type Anthropic from '@anthropic-ai/sdk';
import { type Message, toolCallsOf } from '../../../src/model/message.js';
import type { ModelRequest, ToolSpec } from '../../../src/model/request.js';
import { toParameters } from '../wire/parameters.js';
import type { AnthropicOptions } from './options.js';
import { toOutputSchema } from './output-schema.js';
import { toThinking } from './thinking.js';
import { Blocks } from './to-blocks.js';
import { toMessages } from './to-messages.js';
import { type ToolNames, toolNames } from '../wire/tool-names.js';

const defaultMaxTokens = 4_096;

/** What goes to the API, what its tools are called there, and what could not be said as asked. */
export interface WireRequest {
  readonly body: Anthropic.MessageCreateParamsStreaming;
  readonly names: ToolNames;
  readonly warnings: readonly string[];
}

export function toRequest(request: ModelRequest, options: AnthropicOptions): WireRequest {
  const { model, messages, settings } = request;
  const warnings = new Set<string>();
  const maxTokens = settings.maxTokens ?? options.maxTokens ?? defaultMaxTokens;
  const called = calledIn(messages);
  const names = toolNames(request);
  if (settings.temperature !== undefined) {
    warnings.add('Anthropic has no temperature any more (API version 2026-10-21); it is left out.');
  }
  const { thinking, effort, warning } = toThinking(model, settings.reasoning, maxTokens);
  if (warning) warnings.add(warning);
  const { format, instructions } = toFormat(request, warnings);
  const { promptCache = '5m' } = options;
  const body: Anthropic.MessageCreateParamsStreaming = {
    model,
    max_tokens: maxTokens,
    stream: true,
    ...(instructions && { system: [{ type: 'text', text: instructions }] }),
    messages: toMessages(messages, new Blocks(names, warnings)),
    ...toTools(request, called, names),
    ...(thinking && { thinking }),
    ...((effort ?? format) && { output_config: { ...(effort && { effort }), ...(format && { format }) } }),
    ...(promptCache !== 'none' && {
      cache_control: { type: 'ephemeral', ...(promptCache === '1h' && { ttl: promptCache }) },
    }),
  };
  return { body, names, warnings: [...warnings] };
}

type ToolFields = Pick<Anthropic.MessageCreateParamsStreaming, 'tools' | 'tool_choice'>;

/** A conversation with tool calls is refused without tools, so those of the past are declared where there are none now. */
function toTools({ tools, toolChoice }: ModelRequest, called: readonly string[], names: ToolNames): ToolFields {
  if (tools.length > 0) {
    return { tools: tools.map((tool) => toTool(tool, names)), tool_choice: { type: toolChoice } };
  }
  if (called.length === 0) return {};
  const past = called.map((name) => ({ name, description: 'No longer there.', inputSchema: { type: 'object' } }));
  return { tools: past.map((tool) => toTool(tool, names)), tool_choice: { type: 'none' } };
}

function toTool({ name, description, inputSchema }: ToolSpec, names: ToolNames): Anthropic.Tool {
  return {
    name: names.toWire(name),
    ...(description && { description }),
    input_schema: toParameters(inputSchema),
  };
}

/** A schema the API cannot enforce is asked for in words; the reply is checked afterwards in any case. */
function toFormat(
  { output, instructions }: ModelRequest,
  warnings: Set<string>,
): { readonly format?: Anthropic.JSONOutputFormat; readonly instructions: string } {
  if (output === undefined) return { instructions };
  const converted = toOutputSchema(output.schema);
  if ('schema' in converted) return { format: { type: 'json_schema', schema: converted.schema }, instructions };
  warnings.add(`Anthropic cannot enforce the schema '${output.name}', it is only asked for: ${converted.problem}.`);
  const asked = `Reply with nothing but JSON that fits this JSON Schema:\n${JSON.stringify(output.schema)}`;
  return { instructions: [instructions, asked].filter((part) => part).join('\n\n') };
}

function calledIn(messages: readonly Message[]): string[] {
  const calls = messages.flatMap((message) => (message.role === 'assistant' ? toolCallsOf(message) : []));
  return [...new Set(calls.map(({ name }) => name))];
}
