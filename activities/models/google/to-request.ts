import type { ModelRequest } from '../../../src/model/request.js';
import type { ModelAbilities } from '../../../src/ports/model-provider.js';
import type { ToolNames } from '../wire/tool-names.js';
import { thinkingConfig } from './model-features.js';
import { geminiSchema } from './schema-dialect.js';
import { toContents } from './to-contents.js';

export interface GeminiRequest {
  readonly body: object;
  /** What could not be asked for. */
  readonly warnings: readonly string[];
}

/** A call in Gemini's words. */
export function toRequest(request: ModelRequest, abilities: ModelAbilities, names: ToolNames): GeminiRequest {
  const { model, instructions, messages, tools, toolChoice, settings } = request;
  const warnings: string[] = [];
  const output = abilities.output === 'prompt' ? undefined : request.output;
  const { maxTokens, temperature, reasoning } = settings;
  const thinking = reasoning && thinkingConfig(model, reasoning);
  if (reasoning && !thinking) warnings.push(`google/${model} cannot think: 'reasoning' is left out.`);
  // These models refuse JSON and tools together, even with tools that must not be called.
  const isEither = output !== undefined && abilities.output === 'without-tools';
  if (isEither && tools.length > 0) warnings.push(`google/${model} gives JSON only without tools: they are left out.`);
  const declared = isEither ? [] : tools;
  return {
    warnings,
    body: {
      contents: toContents(model, messages, names),
      ...(instructions !== '' && { systemInstruction: { parts: [{ text: instructions }] } }),
      ...(declared.length > 0 && {
        tools: [
          {
            functionDeclarations: declared.map(({ name, description, inputSchema }) => ({
              name: names.toWire(name),
              description,
              parametersJsonSchema: geminiSchema(inputSchema),
            })),
          },
        ],
        toolConfig: { functionCallingConfig: { mode: toolChoice === 'none' ? 'NONE' : 'AUTO' } },
      }),
      generationConfig: {
        ...(maxTokens !== undefined && { maxOutputTokens: maxTokens }),
        ...(temperature !== undefined && { temperature }),
        ...(thinking && { thinkingConfig: thinking }),
        ...(output && { responseMimeType: 'application/json', responseJsonSchema: geminiSchema(output.schema) }),
      },
    },
  };
}
