import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { geminiSchema } from '../../../activities/models/google/schema-dialect.js';
import type { JsonSchema } from '../../../src/model/request.js';

const of = (schema: z.ZodType): JsonSchema => geminiSchema(z.toJSONSchema(schema, { io: 'input' }) as JsonSchema);

describe('a schema for Gemini', () => {
  test('keeps what it understands and leaves out the rest, at every depth', () => {
    const schema = z.object({
      name: z.string().min(2).regex(/^a/).describe('The name'),
      at: z.iso.datetime(),
      tags: z.array(z.enum(['a', 'b'])).max(3),
      size: z.number().min(1).max(9).optional(),
      extra: z.record(z.string(), z.int().multipleOf(5).min(0).max(50)),
    });
    expect(of(schema)).toEqual({
      type: 'object',
      properties: {
        name: { type: 'string', description: 'The name' },
        at: { type: 'string', format: 'date-time' },
        tags: { type: 'array', items: { type: 'string', enum: ['a', 'b'] }, maxItems: 3 },
        size: { type: 'number', minimum: 1, maximum: 9 },
        extra: { type: 'object', additionalProperties: { type: 'integer', minimum: 0, maximum: 50 } },
      },
      required: ['name', 'at', 'tags', 'extra'],
    });
  });

  test('says one fixed value as a list of one, and keeps unions and tuples', () => {
    expect(
      of(
        z.object({
          kind: z.literal('a'),
          pair: z.tuple([z.string(), z.number()]),
          maybe: z.string().nullable(),
          either: z.union([z.string(), z.object({})]),
        }),
      ),
    ).toMatchObject({
      properties: {
        kind: { type: 'string', enum: ['a'] },
        pair: { type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }] },
        maybe: { type: ['string', 'null'] },
        either: { anyOf: [{ type: 'string' }, { type: 'object', properties: {} }] },
      },
    });
  });

  test('joins what has to fit several objects', () => {
    const schema = z.intersection(z.object({ a: z.string() }), z.object({ b: z.number().optional() }));
    expect(of(schema)).toMatchObject({
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'number' } },
      required: ['a'],
    });
  });

  test('has nothing beside a reference, and definitions under their newer name', () => {
    const tree = {
      $schema: 'http://json-schema.org/draft-07/schema#',
      $ref: '#/definitions/node',
      definitions: {
        node: { type: 'object', properties: { next: { $ref: '#/definitions/node', description: 'The next' } } },
      },
    };
    expect(geminiSchema(tree)).toEqual({
      $ref: '#/$defs/node',
      $defs: { node: { type: 'object', properties: { next: { $ref: '#/$defs/node' } } } },
    });
  });

  test('takes properties that are named like keywords for what they are', () => {
    const schema = {
      type: 'object',
      properties: { pattern: { type: 'string' }, allOf: { type: 'number' }, const: { type: 'null' } },
    };
    expect(geminiSchema(schema)).toEqual(schema);
  });
});
