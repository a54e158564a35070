import type { Json } from '../../../src/json.js';
import type { JsonSchema } from '../../../src/model/request.js';
import { resolvePointer } from './resolve-pointer.js';

/**
 * Takes the nulls out of a reply that were put there only because OpenAI's strict mode requires every key: those of
 * keys that the original schema leaves optional and does not let be null.
 */
export function withoutAddedNulls(value: Json, schema: JsonSchema, root: JsonSchema = schema): Json {
  const [variant = {}] = variantsOf(schema, root).filter((one) => mayBe(one, value));
  if (Array.isArray(value)) {
    const items = variant['items'] as JsonSchema | undefined;
    return items ? value.map((item: Json) => withoutAddedNulls(item, items, root)) : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const properties = (variant['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
  const required = (variant['required'] ?? []) as readonly string[];
  return Object.fromEntries(
    Object.entries(value as JsonSchema)
      .filter(([key, inner]) => !(inner === null && isAdded(key, properties, required, root)))
      .map(([key, inner]) => [key, properties[key] ? withoutAddedNulls(inner, properties[key], root) : inner]),
  );
}

function isAdded(
  key: string,
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[],
  root: JsonSchema,
): boolean {
  const schema = properties[key];
  return schema !== undefined && !required.includes(key) && !variantsOf(schema, root).some((one) => mayBe(one, null));
}

/** A schema without references and unions: what a value may be, one by one. */
function variantsOf(schema: JsonSchema, root: JsonSchema, depth = 0): JsonSchema[] {
  // A reference that leads back to itself says nothing.
  if (depth > 20) return [];
  const { $ref } = schema;
  if (typeof $ref === 'string') {
    const target = resolvePointer(root, $ref);
    return isObject(target) ? variantsOf(target, root, depth + 1) : [];
  }
  const union = (schema['anyOf'] ?? schema['oneOf'] ?? schema['allOf']) as readonly Json[] | undefined;
  if (union === undefined) return [schema];
  return union.flatMap((variant) => (isObject(variant) ? variantsOf(variant, root, depth + 1) : []));
}

/** Whether the outside of a value fits: its type, its fixed values, and the keys that tell variants apart. */
function mayBe(schema: JsonSchema, value: Json): boolean {
  const { type, const: constant, enum: values } = schema;
  if (constant !== undefined && constant !== value) return false;
  if (Array.isArray(values) && !(values as readonly Json[]).includes(value)) return false;
  const types = type === undefined ? [] : Array.isArray(type) ? (type as readonly Json[]) : [type];
  if (
    types.length > 0 &&
    !types.some((one) => one === typeOf(value) || (one === 'integer' && typeof value === 'number'))
  )
    return false;
  if (!isObject(value)) return true;
  const properties = Object.entries((schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>);
  const isFixed = ({ const: fixed, enum: some }: JsonSchema): boolean => fixed !== undefined || some !== undefined;
  return properties.every(([key, inner]) => !isFixed(inner) || value[key] == null || mayBe(inner, value[key]));
}

function typeOf(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function isObject(value: Json | undefined): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
