import type { OpenAI } from 'openai';
import type { ModelRequest } from '../../../src/model/request.js';
import type { ModelAbilities } from '../../../src/ports/model-provider.js';
import { toOutputFormat } from '../wire/output-format.js';
import { toParameters } from '../wire/parameters.js';
import { type ToolNames, toolNames } from '../wire/tool-names.js';
import { isReasoning, takesTemperature } from './abilities.js';
import { toItems } from './to-items.js';

/** A request on the wire, and what is needed to read its reply. */
export interface WireRequestOf<T> {
  readonly body: T;
  readonly names: ToolNames;
  readonly warnings: readonly string[];
}

export interface RequestOptions {
  readonly tag: string;
  readonly abilities: ModelAbilities;
  readonly reasoningSummary: 'auto' | 'concise' | 'detailed' | undefined;
}

/** A neutral request for the Responses API. Nothing is stored there: the whole conversation goes along each time. */
export function toRequest(
  request: ModelRequest,
  { tag, abilities, reasoningSummary }: RequestOptions,
): WireRequestOf<OpenAI.Responses.ResponseCreateParamsStreaming> {
  const { model, instructions, messages, tools, toolChoice, settings } = request;
  const { maxTokens, temperature, reasoning } = settings;
  const names = toolNames(request);
  const warnings: string[] = [];
  const format = toOutputFormat(request, abilities, warnings);
  const thinks = isReasoning(model);
  const warm = temperature !== undefined && takesTemperature(model, reasoning);
  if (temperature !== undefined && !warm) warnings.push(`Model '${model}' takes no temperature; it was left out.`);
  if (reasoning !== undefined && !thinks) warnings.push(`Model '${model}' does not reason; the setting was left out.`);
  return {
    names,
    warnings,
    body: {
      model,
      stream: true,
      store: false,
      input: toItems(messages, names, tag),
      ...(instructions && { instructions }),
      ...(tools.length > 0 && {
        tools: tools.map(({ name, description, inputSchema }) => ({
          type: 'function' as const,
          name: names.toWire(name),
          description,
          parameters: toParameters(inputSchema),
          strict: false,
        })),
        tool_choice: toolChoice,
      }),
      ...(format && { text: { format: { type: 'json_schema' as const, ...format } } }),
      ...(maxTokens !== undefined && { max_output_tokens: maxTokens }),
      ...(warm && { temperature }),
      ...(thinks && {
        // Other models refuse the question itself.
        include: ['reasoning.encrypted_content' as const],
        ...((reasoning ?? reasoningSummary) !== undefined && {
          reasoning: {
            ...(reasoning && { effort: reasoning }),
            ...(reasoningSummary && { summary: reasoningSummary }),
          },
        }),
      }),
    },
  };
}
