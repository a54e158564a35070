import type { Json } from '../../../src/json.js';
import type { ModelReply } from '../../../src/model/reply.js';
import type { ModelRequest } from '../../../src/model/request.js';
import type { ModelAbilities } from '../../../src/ports/model-provider.js';
import { toDialect } from './schema-dialect.js';
import { toWireName } from './tool-names.js';
import { withoutAddedNulls } from './without-added-nulls.js';

/** The shape of a reply, as OpenAI and those like it are told. */
export interface OutputFormat {
  readonly name: string;
  readonly schema: Record<string, unknown>;
  readonly strict: boolean;
}

/** `undefined` where the model is only asked for JSON in words. A schema that cannot be strict is sent as a wish. */
export function toOutputFormat(
  { output }: ModelRequest,
  abilities: ModelAbilities,
  warnings: string[],
): OutputFormat | undefined {
  if (output === undefined || abilities.output === 'prompt') return undefined;
  const { schema, problems } = toDialect(output.schema, 'openai');
  if (problems.length > 0)
    warnings.push(
      `The schema of '${output.name}' cannot be enforced, the model is only asked to follow it: ${problems.join('; ')}.`,
    );
  return { name: toWireName(output.name), schema, strict: problems.length === 0 };
}

/** A reply as the original schema wants it: without the nulls that strict mode asks for. */
export function toAskedFor(reply: ModelReply, { output }: ModelRequest): ModelReply {
  if (output === undefined) return reply;
  const content = reply.message.content.map((part) => {
    const value = part.type === 'text' ? parsed(part.text) : undefined;
    if (part.type !== 'text' || value === undefined) return part;
    const cleaned = withoutAddedNulls(value, output.schema);
    // A text that needs no change keeps its own spacing.
    return JSON.stringify(cleaned) === JSON.stringify(value) ? part : { ...part, text: JSON.stringify(cleaned) };
  });
  return { ...reply, message: { role: 'assistant', content } };
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
