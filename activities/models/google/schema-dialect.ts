import type { Json } from '../../../src/json.js';
import type { JsonSchema } from '../../../src/model/request.js';

/** What Gemini reads of JSON Schema. The rest may be refused, and is checked by the original schema afterwards anyway. */
const understood: ReadonlySet<string> = new Set([
  '$id',
  '$anchor',
  'type',
  'format',
  'title',
  'description',
  'enum',
  'minItems',
  'maxItems',
  'minimum',
  'maximum',
  'required',
  'propertyOrdering',
]);
const schemas: ReadonlySet<string> = new Set(['items', 'additionalProperties']);
const lists: ReadonlySet<string> = new Set(['anyOf', 'oneOf', 'prefixItems']);
const maps: ReadonlySet<string> = new Set(['properties', '$defs', 'definitions']);

/** A schema in the words Gemini knows. */
export function geminiSchema(schema: JsonSchema): JsonSchema {
  return convert(schema) as JsonSchema;
}

function convert(schema: Json): Json {
  // `true` and `false` are schemas too.
  if (!isObject(schema)) return schema;
  const { $ref, $defs, definitions, allOf, ...rest } = schema;
  // Beside a reference nothing else may stand.
  if (typeof $ref === 'string') {
    const below = $defs ?? definitions;
    return { $ref: $ref.replace('#/definitions/', '#/$defs/'), ...(isObject(below) && { $defs: convertMap(below) }) };
  }
  const whole = Array.isArray(allOf) ? allOf.filter(isObject).reduce(merge, rest as JsonSchema) : rest;
  const entries = Object.entries({ ...whole, ...($defs && { $defs }), ...(definitions && { definitions }) });
  return Object.fromEntries(entries.flatMap(([key, value]) => convertEntry(key, value)));
}

function convertEntry(key: string, value: Json): [string, Json][] {
  if (understood.has(key)) return [[key, value]];
  if (key === 'const') return [['enum', [value]]];
  if (schemas.has(key)) return [[key, convert(value)]];
  if (lists.has(key) && Array.isArray(value)) return [[key, value.map(convert)]];
  if (maps.has(key) && isObject(value)) return [[key === 'definitions' ? '$defs' : key, convertMap(value)]];
  return [];
}

function convertMap(map: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(map).map(([name, schema]) => [name, convert(schema)]));
}

/** All of several objects is one object with the properties of all. */
function merge(one: JsonSchema, other: JsonSchema): JsonSchema {
  const properties = { ...(one['properties'] as object | undefined), ...(other['properties'] as object | undefined) };
  const required = [one['required'], other['required']].flatMap((names) => (Array.isArray(names) ? names : []));
  return {
    ...other,
    ...one,
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(required.length > 0 && { required: [...new Set(required)] }),
  };
}

function isObject(value: Json | undefined): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
