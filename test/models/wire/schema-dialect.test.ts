import { transformJSONSchema } from '@anthropic-ai/sdk/lib/transform-json-schema';
import { toStrictJsonSchema } from 'openai/lib/transform';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { toOutputSchema } from '../../../activities/models/anthropic/output-schema.js';
import { toDialect } from '../../../activities/models/wire/schema-dialect.js';
import { withoutAddedNulls } from '../../../activities/models/wire/without-added-nulls.js';
import type { JsonSchema } from '../../../src/model/request.js';

const json = (schema: z.ZodType | JsonSchema): JsonSchema =>
  schema instanceof z.ZodType ? (z.toJSONSchema(schema, { io: 'input' }) as unknown as JsonSchema) : schema;
const node: z.ZodType = z.object({
  name: z.string(),
  get children(): z.ZodType {
    return z.array(node);
  },
});

const sayable: Record<string, z.ZodType> = {
  'a flat object': z.object({ name: z.string(), age: z.int().min(0).max(150), ok: z.boolean() }),
  'optional and nullable fields': z.object({
    a: z.string().optional(),
    b: z.string().nullable(),
    c: z.number().nullish(),
  }),
  'defaults and descriptions': z.object({
    a: z.number().default(3).describe('How many.'),
    b: z.string().min(3).regex(/^x/),
  }),
  dates: z.object({ at: z.iso.datetime(), on: z.iso.date(), id: z.uuid(), link: z.url() }),
  'enums and fixed values': z.object({
    a: z.enum(['x', 'y']),
    b: z.literal(1),
    c: z.literal([1, 'two', null]),
    d: z.null(),
  }),
  'lists of objects': z.object({
    list: z
      .array(z.object({ a: z.string().optional() }))
      .min(2)
      .max(5),
  }),
  'unions that are told apart': z.object({
    shape: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('circle'), radius: z.number().positive() }),
      z.object({ kind: z.literal('box'), width: z.number(), depth: z.number().optional() }),
    ]),
  }),
  'an empty object': z.object({}),
};

describe('every schema that can be said', () => {
  test.each(Object.entries(sayable))('%s is left as it is by the strict check of the OpenAI SDK', (_, schema) => {
    const { schema: sent, problems } = toDialect(json(schema), 'openai');
    expect(problems).toEqual([]);
    expect(toStrictJsonSchema(structuredClone(sent) as never)).toEqual(sent);
  });

  test.each(Object.entries(sayable))('%s is left as it is by the conversion of the Anthropic SDK', (_, schema) => {
    const { schema: sent } = toOutputSchema(json(schema)) as { readonly schema: JsonSchema };
    expect(transformJSONSchema(structuredClone(sent) as never)).toEqual(sent);
  });
});

test('a schema that contains itself can be said to OpenAI, not to Anthropic', () => {
  const { schema, problems } = toDialect(json(z.object({ root: node })), 'openai');
  expect(problems).toEqual([]);
  expect(toStrictJsonSchema(structuredClone(schema) as never)).toEqual(schema);
  expect(toOutputSchema(json(z.object({ root: node })))).toMatchObject({
    problem: expect.stringContaining('contains itself') as string,
  });
});

test.each([
  ['a record', z.object({ a: z.record(z.string(), z.number()) }), '/properties/a'],
  ['an open object', z.object({ a: z.looseObject({ b: z.string() }) }), '/properties/a'],
  ['a tuple', z.object({ a: z.tuple([z.string(), z.number()]) }), '/properties/a'],
  ['any value', z.object({ a: z.any() }), '/properties/a'],
  [
    'an intersection',
    { type: 'object', properties: { a: { allOf: [{ $ref: '#/$defs/b' }, { type: 'object' }] } } } as JsonSchema,
    '/properties/a',
  ],
  ['a list at the top', z.array(z.string()), '/'],
])('%s is never closed in silence: the place is named, and the schema stays', (_, schema, place) => {
  const { schema: sent, problems } = toDialect(json(schema), 'openai');
  expect(problems[0]).toMatch(new RegExp(`^${place}: `));
  const { $schema: _schema, ...original } = json(schema);
  expect(sent).toEqual(original);
});

test('limits become words, known formats stay, long patterns beside them go', () => {
  const { schema } = toDialect(
    json(z.object({ a: z.string().min(3).describe('A name.'), at: z.iso.datetime() })),
    'openai',
  );
  expect(schema['properties']).toEqual({
    a: { type: 'string', description: 'A name.\n\n{minLength: 3}' },
    at: { type: 'string', format: 'date-time' },
  });
});

test('plain schemas lose nothing but what says nothing', () => {
  const { schema } = toDialect(
    json(z.object({ a: z.record(z.string(), z.iso.date()), pattern: z.string().regex(/x/) })),
    'plain',
  );
  expect(schema).toMatchObject({
    properties: { a: { additionalProperties: { format: 'date' } }, pattern: { pattern: 'x' } },
  });
  expect(JSON.stringify(schema)).not.toContain('$schema');
  expect(JSON.stringify(schema)).not.toContain('d{4}');
  expect(toDialect(json(z.object({ n: z.int().min(1) })), 'plain').schema['properties']).toEqual({
    n: { type: 'integer', minimum: 1 },
  });
});

describe('nulls that strictness has added', () => {
  test.each([
    [
      'of an optional field',
      sayable['optional and nullable fields'],
      { a: null, b: null, c: null },
      { b: null, c: null },
    ],
    ['of a field with a default', sayable['defaults and descriptions'], { a: null, b: 'xyz' }, { b: 'xyz' }],
    ['in lists', sayable['lists of objects'], { list: [{ a: null }, { a: 'x' }] }, { list: [{}, { a: 'x' }] }],
    [
      'in the variant that was chosen',
      sayable['unions that are told apart'],
      { shape: { kind: 'box', width: 1, depth: null } },
      { shape: { kind: 'box', width: 1 } },
    ],
    [
      'behind a reference',
      z.object({ root: node }),
      { root: { name: 'a', children: [{ name: 'b', children: [] }] } },
      { root: { name: 'a', children: [{ name: 'b', children: [] }] } },
    ],
  ])('%s go, and the result fits', (_, schema, value, expected) => {
    const cleaned = withoutAddedNulls(value as never, json(schema as z.ZodType));
    expect(cleaned).toEqual(expected);
  });

  test('nulls that the schema asks for stay', () => {
    const schema = json(
      z.object({ a: z.string().nullable(), b: z.null().optional(), c: z.literal(['x', null]).optional() }),
    );
    expect(withoutAddedNulls({ a: null, b: null, c: null }, schema)).toEqual({ a: null, b: null, c: null });
  });
});
