/** A JSON Schema, or a part of one. */
export type Schema = Readonly<Record<string, unknown>>;

/** MCP takes objects only, at the top of what goes into a tool and comes out of it. */
export interface ObjectSchema extends Schema {
  readonly [key: string]: unknown;
  readonly type: 'object';
  readonly properties?: { readonly [key: string]: object };
  readonly required?: string[];
}

export const text: Schema = { type: 'string' };
export const anything: Schema = {};

export function objectSchema(properties: Readonly<Record<string, Schema>>, required: readonly string[]): ObjectSchema {
  return { type: 'object', properties, required: [...required], additionalProperties: false };
}

/** How a tool's answer looks: these properties, or the error that came instead of them. */
export function answerSchema(properties: Readonly<Record<string, Schema>>, required: readonly string[]): ObjectSchema {
  return {
    type: 'object',
    properties: { ...properties, error: errorSchema },
    anyOf: [{ required: [...required] }, { required: ['error'] }],
  };
}

const errorSchema: Schema = {
  type: 'object',
  description: 'Why it failed. Present only then.',
  properties: {
    code: { type: 'string', description: 'Constant, of the form Noun.WhatHappened.' },
    name: text,
    message: text,
    details: anything,
    retryable: { type: 'boolean', description: 'Whether the same call may succeed later.' },
  },
  required: ['code', 'message'],
};

/** A schema as it is put at a place within another one: what refers to its top now refers to that place. */
export function placed(schema: Schema, pointer: string): Schema {
  return move(withoutDialect(schema), pointer) as Schema;
}

/** Without the mark of its dialect, which is the one MCP has, and which some validators look for on the network. */
export function withoutDialect(schema: Schema): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$schema'));
}

function move(part: unknown, pointer: string): unknown {
  if (Array.isArray(part)) return part.map((each) => move(each, pointer));
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [
      key,
      key === '$ref' && typeof value === 'string' && value.startsWith('#')
        ? `${pointer}${value.slice(1)}`
        : move(value, pointer),
    ]),
  );
}
