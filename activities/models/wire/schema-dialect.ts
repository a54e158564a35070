import type { Json } from '../../../src/json.js';
import type { JsonSchema } from '../../../src/model/request.js';
import { closeSchema } from './close-schema.js';

/**
 * `openai` and `anthropic`: what their strict modes take. `plain`: whole JSON Schema, as Gemini, Ollama and tools that
 * are not strict have it.
 */
export type SchemaDialect = 'openai' | 'anthropic' | 'plain';

export interface DialectSchema {
  /** For the wire only: what comes back is checked against the original. */
  readonly schema: JsonSchema;
  /** What the dialect cannot say; if there is any, `schema` is the original, and must not be sent as a strict one. */
  readonly problems: readonly string[];
}

/**
 * A schema in the words a provider takes. Limits such as `minLength` move into the description where a strict mode does
 * not know them; with `openai` all keys are required, and `withoutAddedNulls` takes back what that adds to a reply.
 */
export function toDialect(schema: JsonSchema, dialect: SchemaDialect): DialectSchema {
  const plain = toPlain(schema) as JsonSchema;
  if (dialect === 'plain') return { schema: plain, problems: [] };
  const { schema: closed, problems } = closeSchema(plain, dialect);
  return problems.length > 0 ? { schema: plain, problems } : { schema: closed, problems };
}

/** Schemas are read by models, tokens are paid: what says nothing is left out. */
function toPlain(schema: JsonSchema): Json {
  const { $schema: _, $id: __, ...rest } = schema;
  return withoutPatterns(rest);
}

/** zod writes a pattern of hundreds of characters beside `format: 'date-time'`. */
function withoutPatterns(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => withoutPatterns(item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as JsonSchema);
  const isFormat = typeof (value as JsonSchema)['format'] === 'string';
  return Object.fromEntries(
    entries
      .filter(([key, inner]) => !(isFormat && key === 'pattern' && typeof inner === 'string'))
      // What these hold is data, and stays as it is.
      .map(([key, inner]) => [key, ['const', 'enum', 'default', 'examples'].includes(key) ? inner : withoutPatterns(inner)]),
  );
}
