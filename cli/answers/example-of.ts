/** The parts of JSON Schema that say what an answer looks like. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly description?: string;
}

/** A value of the right shape, for a command line that is to be completed: required fields only. */
export function exampleOf(schema: unknown): unknown {
  const {
    type,
    properties = {},
    required = [],
    enum: choices,
    const: only,
    default: usual,
    anyOf,
  } = (schema ?? {}) as JsonSchema;
  if (only !== undefined) return only;
  if (usual !== undefined) return usual;
  if (choices !== undefined) return choices[0];
  if (anyOf !== undefined) return exampleOf(anyOf[0]);
  switch (Array.isArray(type) ? type[0] : type) {
    case 'object':
      return Object.fromEntries(required.map((name) => [name, exampleOf(properties[name])]));
    case 'array':
      return [];
    case 'boolean':
      return true;
    case 'number':
    case 'integer':
      return 0;
    case 'null':
      return null;
    default:
      return '…';
  }
}
