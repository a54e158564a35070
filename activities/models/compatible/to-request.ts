import type { OpenAI } from 'openai';
import type { ModelRequest } from '../../../src/model/request.js';
import { isReasoning, takesTemperature } from '../openai/abilities.js';
import type { WireRequestOf } from '../openai/to-request.js';
import { toOutputFormat } from '../wire/output-format.js';
import { toParameters } from '../wire/parameters.js';
import { toolNames } from '../wire/tool-names.js';
import type { ChatOptions } from './provider.js';
import { toMessages } from './to-messages.js';

type Body = OpenAI.Chat.ChatCompletionCreateParamsStreaming;

/** A neutral request for Chat Completions. OpenAI's own models have a limit of another name, and refuse more. */
export function toRequest(request: ModelRequest, options: ChatOptions): WireRequestOf<Body> {
  const { isOpenAI, tag, abilitiesOf, replaysReasoning, extraBody } = options;
  const { model, tools, toolChoice, settings } = request;
  const { maxTokens, temperature, reasoning } = settings;
  const names = toolNames(request);
  const warnings: string[] = [];
  const format = toOutputFormat(request, abilitiesOf(model), warnings);
  const warm = temperature !== undefined && (!isOpenAI || takesTemperature(model, reasoning));
  const thinks = !isOpenAI || isReasoning(model);
  if (temperature !== undefined && !warm) warnings.push(`Model '${model}' takes no temperature; it was left out.`);
  if (reasoning !== undefined && !thinks) warnings.push(`Model '${model}' does not reason; the setting was left out.`);
  const body: Body = {
    model,
    stream: true,
    stream_options: { include_usage: true },
    messages: toMessages(request, names, replaysReasoning ? tag : undefined, tag),
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, inputSchema }) => ({
        type: 'function' as const,
        function: { name: names.toWire(name), description, parameters: toParameters(inputSchema) },
      })),
      tool_choice: toolChoice,
    }),
    ...(format && { response_format: { type: 'json_schema' as const, json_schema: format } }),
    ...(maxTokens !== undefined && (isOpenAI ? { max_completion_tokens: maxTokens } : { max_tokens: maxTokens })),
    ...(warm && { temperature }),
    ...(reasoning && thinks && { reasoning_effort: reasoning }),
  };
  const more = Object.entries({ ...body, ...extraBody }).filter(([, value]) => value !== null);
  return { names, warnings, body: Object.fromEntries(more) as unknown as Body };
}
