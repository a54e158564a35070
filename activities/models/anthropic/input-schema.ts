import { isDeepStrictEqual } from 'node:util';
import type Anthropic from '@anthropic-ai/sdk';
import type { Json } from '../../../src/json.js';
import type { JsonSchema } from '../../../src/model/request.js';
import { definitionOf, isSchema } from './schema-references.js';

const combining = ['anyOf', 'oneOf', 'allOf'] as const;

/**
 * The API wants a plain object at the top of a tool's schema and refuses alternatives there. They become one object with
 * the keys of all, which allows more; what the model sends is checked against the tool's own schema afterwards.
 */
export function toInputSchema(schema: JsonSchema): Anthropic.Tool.InputSchema {
  const { $schema: _, anyOf, oneOf, allOf, ...rest } = schema;
  if (combining.every((keyword) => schema[keyword] === undefined)) return { ...rest, type: 'object' };
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
  return { ...rest, type: 'object', properties, required };
}

function objectsIn(parts: Json | undefined, root: JsonSchema): JsonSchema[] {
  const resolved = (Array.isArray(parts) ? (parts as readonly Json[]) : []).map((part) =>
    isSchema(part) && typeof part['$ref'] === 'string' ? definitionOf(root, part['$ref']) : part,
  );
  return resolved.filter(isSchema);
}

function requiredOf(schema: JsonSchema | undefined): string[] {
  return Array.isArray(schema?.['required']) ? (schema['required'] as string[]) : [];
}
