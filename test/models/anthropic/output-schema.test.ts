import { transformJSONSchema } from '@anthropic-ai/sdk/lib/transform-json-schema';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { toOutputSchema } from '../../../activities/models/anthropic/output-schema.js';
import type { JsonSchema } from '../../../src/model/request.js';

const jsonOf = (schema: z.ZodType): JsonSchema => z.toJSONSchema(schema, { io: 'input' }) as JsonSchema;

/** The schema as sent; it has to be one the SDK's own conversion leaves alone. */
function sent(schema: JsonSchema): JsonSchema {
  const converted = toOutputSchema(schema);
  if (!('schema' in converted)) throw new Error(converted.problem);
  expect(transformJSONSchema(converted.schema as never)).toEqual(converted.schema);
  return converted.schema;
}

const problemOf = (schema: JsonSchema): unknown => (toOutputSchema(schema) as { problem?: unknown }).problem;

test('objects are closed, and optional keys stay optional', () => {
  expect(sent(jsonOf(z.object({ a: z.string(), b: z.object({ c: z.boolean() }).optional() })))).toEqual({
    type: 'object',
    properties: {
      a: { type: 'string' },
      b: { type: 'object', properties: { c: { type: 'boolean' } }, required: ['c'], additionalProperties: false },
    },
    required: ['a'],
    additionalProperties: false,
  });
});

test('limits and patterns go into the description, formats that are known stay', () => {
  const schema = z.object({
    age: z.int().min(1).max(120).describe('In years.'),
    code: z.string().regex(/^[A-Z]+$/),
    at: z.iso.datetime(),
    tags: z.array(z.string()).min(2),
    one: z.array(z.string()).min(1),
    any: z.int(),
    kind: z.string().default('x'),
  });
  expect(sent(jsonOf(schema))['properties']).toEqual({
    age: { type: 'integer', description: 'In years.\n\n{minimum: 1, maximum: 120}' },
    code: { type: 'string', description: '{pattern: "^[A-Z]+$"}' },
    at: { type: 'string', format: 'date-time' },
    tags: { type: 'array', items: { type: 'string' }, description: '{minItems: 2}' },
    one: { type: 'array', items: { type: 'string' }, minItems: 1 },
    any: { type: 'integer' },
    kind: { type: 'string', description: '{default: "x"}' },
  });
});

test('alternatives of every kind are one kind', () => {
  const union = z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('a'), n: z.number() }),
    z.object({ kind: z.literal('b') }),
  ]);
  const schema = sent(jsonOf(z.object({ value: union, level: z.enum(['low', 'high']).nullable() })));
  expect(schema['properties']).toMatchObject({
    value: { anyOf: [{ properties: { kind: { const: 'a' } } }, { properties: { kind: { const: 'b' } } }] },
    level: { anyOf: [{ enum: ['low', 'high'] }, { type: 'null' }] },
  });
  expect(sent({ type: ['string', 'null'], maxLength: 3, description: 'Short.' })).toEqual({
    anyOf: [{ type: 'string', description: '{maxLength: 3}' }, { type: 'null' }],
    description: 'Short.',
  });
});

test('objects that all have to fit are one object, which closing each would make impossible', () => {
  const schema = z.object({ a: z.string() }).and(z.object({ b: z.number().optional() }));
  expect(sent(jsonOf(schema))).toEqual({
    type: 'object',
    properties: { a: { type: 'string' }, b: { type: 'number' } },
    required: ['a'],
    additionalProperties: false,
  });
});

test('definitions are kept, by their old name too', () => {
  const item = { type: 'object', properties: { id: { type: 'string' } }, additionalProperties: true };
  const converted = sent({
    type: 'object',
    properties: { one: { $ref: '#/definitions/item' }, two: { $ref: '#/definitions/item' } },
    definitions: { item },
  });
  expect(converted).toMatchObject({
    properties: { one: { $ref: '#/$defs/item' } },
    $defs: { item: { additionalProperties: false } },
  });
  expect(converted).not.toHaveProperty('definitions');
});

const tree: z.ZodType = z.object({ name: z.string(), children: z.array(z.lazy(() => tree)) });

test.each([
  [
    'a record',
    z.object({ scores: z.record(z.string(), z.number()) }),
    'the schema.scores is an object with keys of any name',
  ],
  ['a tuple', z.object({ pair: z.tuple([z.string(), z.number()]) }), 'the schema.pair is a tuple'],
  ['anything', z.object({ data: z.any() }), 'the schema.data allows any value'],
  ['a list of anything', z.object({ data: z.array(z.unknown()) }), 'the schema.data[] allows any value'],
  ['a tree', tree, "'#' contains itself"],
])('%s cannot be said, and that is told rather than sent', (_, schema, problem) => {
  expect(problemOf(jsonOf(schema))).toBe(problem);
});

test.each<[string, JsonSchema]>([
  ['an open object', { type: 'object' }],
  ['keys by pattern', { type: 'object', patternProperties: { '^a': {} }, additionalProperties: false }],
  ['a list of objects to choose from', { enum: [{ a: 1 }] }],
  ['objects that contradict each other', allOf({ type: 'string' }, { type: 'number' })],
  ['a combination with a choice', { allOf: [{ anyOf: [{ type: 'string' }] }, { type: 'string' }] }],
  ['alternatives beside a shape', { properties: { a: { type: 'string' } }, anyOf: [{ required: ['a'] }] }],
  ['a schema somewhere else', { type: 'object', properties: { a: { $ref: 'https://example.com/a.json' } } }],
])('%s cannot be said either', (_, schema) => {
  expect(problemOf(schema)).toEqual(expect.any(String));
});

function allOf(...types: readonly JsonSchema[]): JsonSchema {
  return { allOf: types.map((type) => ({ type: 'object', properties: { same: type } })) };
}
