import type { ModelRequest } from '../../../src/model/request.js';
import type { ModelAbilities } from '../../../src/ports/model-provider.js';
import type { OllamaOptions } from './provider.js';
import { toMessages } from './to-messages.js';

export interface OllamaRequest {
  readonly body: object;
  /** The tools the model is told of. */
  readonly tools: ReadonlySet<string>;
  readonly warnings: readonly string[];
}

/** A call in Ollama's words. */
export function toRequest(
  request: ModelRequest,
  abilities: ModelAbilities,
  { options, keepAlive, truncate = false, think }: OllamaOptions,
): OllamaRequest {
  const { model, toolChoice, settings } = request;
  const { maxTokens, temperature, reasoning = think } = settings;
  const said = toMessages(model, request.messages);
  const warnings = [...said.warnings];
  const output = abilities.output === 'prompt' ? undefined : request.output;
  // A format binds whatever the model writes, so that it calls nothing; and there is no other way to forbid calls.
  const isEither = output !== undefined && abilities.output === 'without-tools';
  const tools = isEither || toolChoice === 'none' ? [] : request.tools;
  if (toolChoice !== 'none' && tools.length < request.tools.length)
    warnings.push(`ollama/${model} gives JSON only without tools: they are left out.`);
  // The server binds the model to the schema without telling it.
  const asked = output && `Reply with JSON that fits this JSON Schema:\n${JSON.stringify(output.schema)}`;
  const system = [request.instructions, asked].filter(Boolean).join('\n\n');
  return {
    warnings,
    tools: new Set(tools.map(({ name }) => name)),
    body: {
      model,
      messages: [...(system === '' ? [] : [{ role: 'system', content: system }]), ...said.messages],
      stream: true,
      // Otherwise the oldest messages are dropped without a word when the context is full.
      truncate,
      shift: truncate,
      ...(tools.length > 0 && {
        tools: tools.map(({ name, description, inputSchema }) => ({
          type: 'function',
          function: { name, description, parameters: inputSchema },
        })),
      }),
      ...(output && { format: output.schema }),
      ...(reasoning !== undefined && { think: reasoning }),
      ...(keepAlive !== undefined && { keep_alive: keepAlive }),
      options: {
        ...options,
        ...(maxTokens !== undefined && { num_predict: maxTokens }),
        ...(temperature !== undefined && { temperature }),
      },
    },
  };
}
