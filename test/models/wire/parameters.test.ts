import { expect, test } from 'vitest';
import { z } from 'zod';
import { toParameters } from '../../../activities/models/wire/parameters.js';
import type { JsonSchema } from '../../../src/model/request.js';

const json = (schema: z.ZodType): JsonSchema => z.toJSONSchema(schema, { io: 'input' }) as unknown as JsonSchema;

test('a tool without fields, or without a type, is an object', () => {
  expect(toParameters({})).toEqual({ type: 'object', properties: {} });
  expect(toParameters({ type: 'object' })).toEqual({ type: 'object', properties: {} });
});

test('a union at the top, which OpenAI refuses, becomes one object with the fields of all variants', () => {
  const schema = z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('city'), name: z.string() }),
    z.object({ kind: z.literal('point'), latitude: z.number(), longitude: z.number() }),
  ]);
  expect(toParameters(json(schema))).toEqual({
    type: 'object',
    properties: {
      kind: {
        anyOf: [
          { type: 'string', const: 'city' },
          { type: 'string', const: 'point' },
        ],
      },
      name: { type: 'string' },
      latitude: { type: 'number' },
      longitude: { type: 'number' },
    },
    required: ['kind'],
  });
});

test('parts that all hold are put together, references among them', () => {
  const a = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] };
  const b = { type: 'object', properties: { b: { type: 'string' } }, required: ['b'] };
  const schema: JsonSchema = { type: 'object', allOf: [{ $ref: '#/$defs/a' }, b], $defs: { a } };
  expect(toParameters(schema)).toMatchObject({
    properties: { a: { type: 'string' }, b: { type: 'string' } },
    required: ['a', 'b'],
  });
  expect(toParameters(schema)).not.toHaveProperty('allOf');
});
