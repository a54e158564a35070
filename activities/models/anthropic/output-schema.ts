import type { Json } from '../../../src/json.js';
import type { JsonSchema } from '../../../src/model/request.js';
import { mergeAllOf } from './merge-all-of.js';
import { findBadReference, toDefinition } from './schema-references.js';
import { isSchema } from '../wire/resolve-pointer.js';
import { toHints } from './schema-hints.js';

/** The schema in the API's dialect, or why that dialect cannot say it. */
export type OutputSchema = { readonly schema: JsonSchema } | { readonly problem: string };

/**
 * Closes objects, keeps what the API enforces, and puts the rest into descriptions for the model to read: it may allow
 * more than the schema does, since the reply is checked against that. What would forbid a valid reply is a problem.
 */
export function toOutputSchema(schema: JsonSchema): OutputSchema {
  const problem = findBadReference(schema);
  if (problem !== undefined) return { problem };
  const { $defs, definitions, ...root } = schema;
  const dialect = new Dialect(schema);
  const converted = dialect.convert(root, 'the schema');
  const known = Object.entries({ ...objectOf(definitions), ...objectOf($defs) });
  const defs = Object.fromEntries(known.map(([name, each]) => [name, dialect.convert(each, name)]));
  if (dialect.problem !== undefined) return { problem: dialect.problem };
  return { schema: known.length > 0 ? { ...converted, $defs: defs } : converted };
}

class Dialect {
  problem: string | undefined;

  constructor(private readonly root: JsonSchema) {}

  convert(given: Json | undefined, path: string): JsonSchema {
    if (!isSchema(given) || Object.keys(given).length === 0) return this.cannot(path, 'allows any value');
    if (typeof given['$ref'] === 'string') return { $ref: `#/$defs/${toDefinition(given['$ref'])}` };
    const schema = Array.isArray(given['allOf']) ? mergeAllOf(given, this.root) : given;
    if (schema === undefined) return this.cannot(path, 'combines schemas with allOf');
    const { type } = schema;
    if ('enum' in schema || 'const' in schema) return this.literals(schema, path);
    const variants = schema['anyOf'] ?? schema['oneOf'];
    if (Array.isArray(variants)) return this.union(schema, variants as readonly Json[], path);
    if (Array.isArray(type)) {
      const alone = { ...schema, title: undefined, description: undefined } as unknown as JsonSchema;
      const each = type.map((one) => (one === 'null' ? { type: one } : withoutUndefined({ ...alone, type: one })));
      return this.union(toPlain(schema), each as readonly Json[], path);
    }
    if (type === 'object' || (type === undefined && 'properties' in schema)) return this.object(schema, path);
    if (type === 'array' || (type === undefined && 'items' in schema)) return this.array(schema, path);
    if (typeof type !== 'string') return this.cannot(path, 'allows any value');
    return toHints(schema, { type }, type === 'string' ? ['type', 'format'] : ['type']);
  }

  private literals(schema: JsonSchema, path: string): JsonSchema {
    const key = 'enum' in schema ? 'enum' : 'const';
    const values = [schema[key] as Json].flat() as readonly Json[];
    if (values.some((value) => typeof value === 'object' && value !== null)) {
      return this.cannot(path, 'lists values that are objects or arrays');
    }
    return toHints(schema, { [key]: schema[key] as Json }, ['enum', 'const', 'type']);
  }

  private union(schema: JsonSchema, variants: readonly Json[], path: string): JsonSchema {
    if ('properties' in schema || 'items' in schema) return this.cannot(path, 'has alternatives beside a shape');
    const anyOf = variants.map((variant) => this.convert(variant, path));
    return toHints(schema, { anyOf }, ['anyOf', 'oneOf', 'type']);
  }

  private object(schema: JsonSchema, path: string): JsonSchema {
    const { properties, additionalProperties, required } = schema;
    const entries = Object.entries(objectOf(properties));
    const isOpen = additionalProperties !== undefined ? additionalProperties !== false : properties === undefined;
    if (entries.length === 0 && (isOpen || 'patternProperties' in schema)) {
      return this.cannot(path, 'is an object with keys of any name');
    }
    const converted = {
      type: 'object',
      properties: Object.fromEntries(entries.map(([key, each]) => [key, this.convert(each, `${path}.${key}`)])),
      additionalProperties: false,
      ...(required !== undefined && { required }),
    };
    return toHints(schema, converted, ['type', 'properties', 'additionalProperties', 'required']);
  }

  private array(schema: JsonSchema, path: string): JsonSchema {
    const { items, minItems, prefixItems } = schema;
    if (prefixItems !== undefined || Array.isArray(items)) return this.cannot(path, 'is a tuple');
    const enforced = minItems === 0 || minItems === 1;
    const converted = { type: 'array', items: this.convert(items, `${path}[]`), ...(enforced && { minItems }) };
    return toHints(schema, converted, ['type', 'items', ...(enforced ? ['minItems'] : [])]);
  }

  /** The first one is told; the rest of the work is then thrown away. */
  private cannot(path: string, reason: string): JsonSchema {
    this.problem ??= `${path} ${reason}`;
    return {};
  }
}

function objectOf(value: Json | undefined): JsonSchema {
  return isSchema(value) ? value : {};
}

function toPlain({ title, description }: JsonSchema): JsonSchema {
  return withoutUndefined({ title, description });
}

function withoutUndefined(schema: { readonly [key: string]: Json | undefined }): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined)) as JsonSchema;
}
