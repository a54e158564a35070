import type { Json } from '../../../src/json.js';
import type { JsonSchema } from '../../../src/model/request.js';
import { closeSchema } from './close-schema.js';

/** `openai`: what its strict mode takes. `plain`: whole JSON Schema, without what says nothing to a model. */
export type SchemaDialect = 'openai' | 'plain';

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
  const { schema: closed, problems } = closeSchema(plain);
  return problems.length > 0 ? { schema: plain, problems } : { schema: closed, problems };
}

/** Schemas are read by models, and tokens are paid: what says nothing is left out. */
function toPlain(schema: JsonSchema): Json {
  const { $schema: _, $id: __, ...rest } = schema;
  return withoutNoise(rest);
}

/** What these hold is data, and stays as it is. */
const data = ['const', 'enum', 'default', 'examples'];

function withoutNoise(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => withoutNoise(item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as JsonSchema).filter(
    ([key, inner]) => !isNoise(key, inner, value as JsonSchema),
  );
  return Object.fromEntries(entries.map(([key, inner]) => [key, data.includes(key) ? inner : withoutNoise(inner)]));
}

/** zod writes a pattern of hundreds of characters beside a format, and the bounds of every integer. */
function isNoise(key: string, inner: Json, { format }: JsonSchema): boolean {
  if (key === 'pattern') return typeof inner === 'string' && typeof format === 'string';
  return (key === 'minimum' || key === 'maximum') && Math.abs(Number(inner)) === Number.MAX_SAFE_INTEGER;
}
