import type { Json } from '../../../src/json.js';
import type { JsonSchema } from '../../../src/model/request.js';
import { resolvePointer } from './resolve-pointer.js';
import { toDialect } from './schema-dialect.js';

/**
 * A tool's schema for OpenAI and those like it: not strict, but they insist on an object without a union at the top. The
 * fields of all variants stand side by side then; what the model writes is checked against the original.
 */
export function toParameters(schema: JsonSchema): Record<string, unknown> {
  const plain = toDialect(schema, 'plain').schema;
  const { anyOf, oneOf, allOf, ...rest } = plain;
  const union = (anyOf ?? oneOf ?? allOf) as readonly Json[] | undefined;
  if (union === undefined) return { type: 'object', properties: {}, ...rest };
  const variants = [rest, ...union.map((variant) => variantOf(variant, plain))];
  const required = allOf === undefined ? inAll(variants.slice(1)) : variants.slice(1).flatMap(requiredOf);
  return {
    ...rest,
    type: 'object',
    properties: mergedProperties(variants),
    required: [...new Set([...requiredOf(rest), ...required])],
  };
}

function variantOf(variant: Json, root: JsonSchema): JsonSchema {
  const { $ref } = variant as JsonSchema;
  return ((typeof $ref === 'string' ? resolvePointer(root, $ref) : variant) ?? {}) as JsonSchema;
}

function mergedProperties(variants: readonly JsonSchema[]): Record<string, Json> {
  const found = new Map<string, Json[]>();
  for (const { properties } of variants)
    for (const [name, schema] of Object.entries((properties ?? {}) as JsonSchema)) {
      const known = found.get(name) ?? [];
      const isNew = !known.some((one) => JSON.stringify(one) === JSON.stringify(schema));
      found.set(name, isNew ? [...known, schema] : known);
    }
  return Object.fromEntries(
    [...found].map(([name, schemas]) => [name, schemas.length === 1 ? (schemas[0] as Json) : { anyOf: schemas }]),
  );
}

function requiredOf({ required }: JsonSchema): readonly string[] {
  return (required ?? []) as readonly string[];
}

function inAll(variants: readonly JsonSchema[]): readonly string[] {
  const [first, ...others] = variants.map(requiredOf);
  return (first ?? []).filter((name) => others.every((names) => names.includes(name)));
}
