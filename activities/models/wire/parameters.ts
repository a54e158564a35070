import { isDeepStrictEqual } from 'node:util';
import type { Json } from '../../../src/json.js';
import type { JsonSchema } from '../../../src/model/request.js';
import { isSchema, resolvePointer } from './resolve-pointer.js';
import { toDialect } from './schema-dialect.js';

/** What providers want as a tool's schema: an object, with nothing at its top that combines schemas. */
export interface Parameters {
  readonly type: 'object';
  readonly properties: Record<string, unknown>;
  readonly required?: string[];
  readonly [keyword: string]: unknown;
}

/**
 * A tool's schema for the APIs that refuse alternatives at its top. They become one object with the keys of all, which
 * allows more; what the model sends is checked against the tool's own schema afterwards.
 */
export function toParameters(schema: JsonSchema): Parameters {
  const { anyOf, oneOf, allOf, ...rest } = toDialect(schema, 'plain').schema;
  const all = objectsIn(allOf, schema);
  const choices = [objectsIn(anyOf, schema), objectsIn(oneOf, schema)];
  const properties: Record<string, Json> = {};
  for (const part of [rest, ...all, ...choices.flat()]) {
    for (const [key, each] of Object.entries(isSchema(part['properties']) ? part['properties'] : {})) {
      const known = properties[key];
      const isNew = known === undefined || isDeepStrictEqual(known, each);
      properties[key] = isNew ? each : { anyOf: [known, each] };
    }
  }
  const inEveryChoice = choices.flatMap(([first, ...others]) =>
    requiredOf(first).filter((key) => others.every((other) => requiredOf(other).includes(key))),
  );
  const required = [...new Set([rest, ...all].flatMap(requiredOf).concat(inEveryChoice))];
  return { ...rest, type: 'object', properties, ...(required.length > 0 && { required }) };
}

function objectsIn(parts: Json | undefined, root: JsonSchema): JsonSchema[] {
  const resolved = (Array.isArray(parts) ? (parts as readonly Json[]) : []).map((part) =>
    isSchema(part) && typeof part['$ref'] === 'string' ? resolvePointer(root, part['$ref']) : part,
  );
  return resolved.filter(isSchema);
}

function requiredOf(schema: JsonSchema | undefined): string[] {
  return Array.isArray(schema?.['required']) ? (schema['required'] as string[]) : [];
}
