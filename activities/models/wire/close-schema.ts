import type { Json } from '../../../src/json.js';
import type { JsonSchema } from '../../../src/model/request.js';
import { isSchema } from './resolve-pointer.js';

/** Keywords that change what is allowed in ways strict mode does not know. */
const unknown =
  /^(allOf|not|if|then|else|dependen.+|patternProperties|propertyNames|unevaluated.+|prefixItems|additionalItems|contains|\$(dynamic|recursive)Ref)$/;

/** Limits a model can be told in words; what it writes is checked afterwards all the same. */
const limits: Readonly<Record<string, readonly string[]>> = {
  string: ['minLength', 'maxLength', 'pattern', 'format', 'contentEncoding', 'contentMediaType'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  array: ['minItems', 'maxItems', 'uniqueItems'],
  object: ['minProperties', 'maxProperties'],
};

/** What strict mode takes. */
const formats = ['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uuid'];

export interface ClosedSchema {
  readonly schema: JsonSchema;
  readonly problems: readonly string[];
}

/** Closes every object, as OpenAI's strict mode wants it, and lists what cannot be said then. */
export function closeSchema(root: JsonSchema): ClosedSchema {
  const problems: string[] = [];
  const refuse = (path: string, what: string): JsonSchema => {
    problems.push(`${path || '/'}: ${what}`);
    return {};
  };

  const close = (value: Json | undefined, path: string): JsonSchema => {
    if (!isSchema(value)) return refuse(path, 'a schema that allows everything or nothing');
    const definitions = definitionsOf(value, path);
    const about = annotationsOf(value);
    if (value['$ref'] !== undefined) return { ...definitions, ...reference(value, path), ...about };
    const strange = Object.keys(value).filter((keyword) => unknown.test(keyword) && !isSingle(value, keyword));
    if (strange.length > 0) return refuse(path, strange.join(', '));
    const [only] = (value['allOf'] as readonly Json[] | undefined) ?? [];
    if (only !== undefined) return { ...definitions, ...close(only, path), ...about };
    const union = value['anyOf'] ?? value['oneOf'];
    if (Array.isArray(union)) return { ...definitions, ...about, ...variants(value, union as readonly Json[], path) };
    return { ...definitions, ...typed(value, about, path) };
  };

  const definitionsOf = (value: JsonSchema, path: string): JsonSchema => {
    const found: Record<string, Json> = {};
    for (const keyword of ['$defs', 'definitions']) {
      const schemas = value[keyword];
      if (isSchema(schemas))
        found[keyword] = mapValues(schemas, (inner, name) => close(inner, `${path}/${keyword}/${name}`));
    }
    return found;
  };

  const reference = ({ $ref }: JsonSchema, path: string): JsonSchema => {
    if (typeof $ref !== 'string' || !$ref.startsWith('#')) return refuse(path, 'a reference to another document');
    return { $ref };
  };

  const variants = (value: JsonSchema, union: readonly Json[], path: string): JsonSchema => {
    if (value['properties'] !== undefined || value['items'] !== undefined || value['enum'] !== undefined)
      return refuse(path, 'a union with more beside it');
    if (path === '') return refuse(path, 'a union at the top');
    return { anyOf: union.map((variant, index) => close(variant, `${path}/anyOf/${index}`)) };
  };

  const typed = (value: JsonSchema, about: JsonSchema, path: string): JsonSchema => {
    const { type } = value;
    const literals = literalsOf(value);
    if (literals !== undefined) return { ...about, ...literals, type: typesOf(literals) };
    if (value['enum'] !== undefined || value['const'] !== undefined)
      return refuse(path, 'fixed values that are objects or lists');
    if (Array.isArray(type)) {
      const types = type as readonly string[];
      if (types.length === 1) return typed({ ...value, type: types[0] as string }, about, path);
      return { ...about, anyOf: types.map((one) => typed({ ...value, type: one }, {}, path)) };
    }
    if (typeof type !== 'string') return refuse(path, 'a value of any type');
    return { type, ...told(value, type, about), ...inside(value, type, path) };
  };

  const inside = (value: JsonSchema, type: string, path: string): JsonSchema => {
    if (type === 'array') return { items: close(value['items'], `${path}/items`) };
    return type === 'object' ? closedObject(value, path) : {};
  };

  const closedObject = (value: JsonSchema, path: string): JsonSchema => {
    const { properties, additionalProperties = false } = value;
    if (additionalProperties !== false || !isSchema(properties)) return refuse(path, 'an object with keys of any name');
    const required = new Set((value['required'] as readonly string[] | undefined) ?? []);
    const closed = mapValues(properties, (inner, name) => {
      const schema = close(inner, `${path}/properties/${name}`);
      return required.has(name) ? schema : nullable(schema);
    });
    return { properties: closed, required: Object.keys(closed), additionalProperties: false };
  };

  if (root['type'] !== 'object') refuse('', 'something else than an object at the top');
  return { schema: close(root, ''), problems };
}

function told(value: JsonSchema, type: string, about: JsonSchema): JsonSchema {
  const { format } = value;
  const isKnown = type === 'string' && typeof format === 'string' && formats.includes(format);
  const names = (limits[type === 'integer' ? 'number' : type] ?? []).filter((name) => value[name] !== undefined);
  const rest = names.filter((name) => !(isKnown && name === 'format'));
  const words = rest.map((name) => `${name}: ${JSON.stringify(value[name])}`).join(', ');
  const said = typeof about['description'] === 'string' ? `${about['description']}\n\n` : '';
  return { ...about, ...(words && { description: `${said}{${words}}` }), ...(isKnown && { format }) };
}

function annotationsOf({ title, description }: JsonSchema): JsonSchema {
  return {
    ...(typeof title === 'string' && { title }),
    ...(typeof description === 'string' && { description }),
  };
}

function literalsOf({ const: constant, enum: values }: JsonSchema): JsonSchema | undefined {
  if (constant !== undefined && isPrimitive(constant)) return { const: constant };
  return Array.isArray(values) && values.length > 0 && values.every(isPrimitive) ? { enum: values } : undefined;
}

function typesOf({ const: constant, enum: values }: JsonSchema): Json {
  const literals = (values as readonly Json[] | undefined) ?? [constant as Json];
  const types = [...new Set(literals.map((literal) => (literal === null ? 'null' : typeof literal)))];
  return types.length === 1 ? (types[0] as string) : types;
}

function nullable(schema: JsonSchema): JsonSchema {
  const variants = schema['anyOf'];
  const isNull = (variant: Json): boolean => isSchema(variant) && variant['type'] === 'null';
  if (isNull(schema) || (Array.isArray(variants) && variants.some(isNull))) return schema;
  if (Array.isArray(variants)) return { ...schema, anyOf: [...(variants as readonly Json[]), { type: 'null' }] };
  return { anyOf: [schema, { type: 'null' }] };
}

function isSingle(value: JsonSchema, keyword: string): boolean {
  return (
    keyword === 'allOf' &&
    (value['allOf'] as readonly Json[]).length === 1 &&
    ['type', 'properties', 'anyOf', 'oneOf', 'items'].every((other) => value[other] === undefined)
  );
}

function isPrimitive(value: Json): boolean {
  return typeof value !== 'object' || value === null;
}

function mapValues(schemas: JsonSchema, change: (schema: Json, name: string) => Json): JsonSchema {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, change(schema, name)]));
}
