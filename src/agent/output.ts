import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { OptionProblems } from '../definition/check-options.js';
import type { JsonSchema } from '../model/request.js';
import { toJsonSchema } from '../schema/to-json-schema.js';
import { validate } from '../schema/validate.js';
import type { OutputDefinition } from './definition.js';
import type { Checked } from './guardrail.js';

/** How a model is told what to return. Providers want an object at the top. */
export function defineOutput(schema: StandardSchemaV1, problems: OptionProblems): OutputDefinition | undefined {
  const json = toJsonSchema(schema) as JsonSchema | null;
  if (json === null) {
    problems.add(
      'output cannot be said as JSON Schema. Leave out transforms and custom checks, or use guardrails for them',
    );
    return undefined;
  }
  if (json['type'] === 'object') return { schema, json, isWrapped: false };
  const { $schema: _, ...value } = json;
  const wrapper = { type: 'object', properties: { value }, required: ['value'], additionalProperties: false };
  return { schema, json: wrapper, isWrapped: true };
}

/** The value in a reply, checked by the schema itself; what is wrong is said in words for the model. */
export async function readOutput(
  { schema, isWrapped }: OutputDefinition,
  text: string,
): Promise<Checked<unknown> & { readonly problems?: unknown }> {
  const parsed = parse(text);
  if (parsed === undefined)
    return {
      ok: false,
      feedback: 'The reply is not valid JSON.',
      problems: [{ path: '', message: 'it is not valid JSON' }],
    };
  const inner = isWrapped ? (parsed.value as { readonly value?: unknown } | null)?.value : parsed.value;
  const result = await validate(schema, inner);
  if (result.ok) return result;
  const list = result.problems.map(({ path, message }) => `${path || '/'}: ${message}`);
  return { ok: false, feedback: `The JSON does not fit:\n${list.join('\n')}`, problems: result.problems };
}

/** Models like to put JSON into a fence, with a word before it. */
function parse(text: string): { readonly value: unknown } | undefined {
  const fenced = /```(?:json)?\s*\n([\s\S]*?)\n?```/.exec(text)?.[1];
  for (const candidate of [text, fenced]) {
    if (candidate === undefined) continue;
    try {
      return { value: JSON.parse(candidate) as unknown };
    } catch {
      // The next one may be.
    }
  }
  return undefined;
}
