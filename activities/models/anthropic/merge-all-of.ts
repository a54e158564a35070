import { isDeepStrictEqual } from 'node:util';
import type { Json } from '../../../src/json.js';
import type { JsonSchema } from '../../../src/model/request.js';
import { definitionOf } from './schema-references.js';
import { isSchema } from '../wire/resolve-pointer.js';

/** Objects that all have to fit, as one object; `undefined` where that cannot be said so simply. */
export function mergeAllOf(schema: JsonSchema, root: JsonSchema): JsonSchema | undefined {
  const { allOf, ...own } = schema;
  const parts = (allOf as readonly Json[]).map((part) => resolve(part, root));
  if (parts.length === 1 && isSchema(parts[0]) && !('properties' in own)) return { ...parts[0], ...own };
  const properties: Record<string, Json> = {};
  const required = new Set<string>();
  for (const part of [...parts, ...('properties' in own ? [own] : [])]) {
    if (!isSchema(part) || !isSchema(part['properties'])) return undefined;
    if ('anyOf' in part || 'oneOf' in part || 'allOf' in part) return undefined;
    for (const [key, each] of Object.entries(part['properties'])) {
      if (Object.hasOwn(properties, key) && !isDeepStrictEqual(properties[key], each)) return undefined;
      properties[key] = each;
    }
    for (const key of Array.isArray(part['required']) ? (part['required'] as readonly string[]) : []) required.add(key);
  }
  return { ...own, type: 'object', properties, required: [...required] };
}

function resolve(part: Json, root: JsonSchema): Json | undefined {
  return isSchema(part) && typeof part['$ref'] === 'string' ? definitionOf(root, part['$ref']) : part;
}
