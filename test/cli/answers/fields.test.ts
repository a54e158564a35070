import { expect, test } from 'vitest';
import { z } from 'zod';
import { exampleOf } from '../../../cli/answers/example-of.js';
import { hintOf, readField, simpleFields } from '../../../cli/answers/fields.js';

const review = z.object({
  approved: z.boolean(),
  score: z.number().optional(),
  tone: z.enum(['kind', 'harsh']),
  note: z.string().optional(),
});
const schema = z.toJSONSchema(review);
const [approved, score, tone, note] = simpleFields(schema) ?? [];

test('an object of simple fields can be asked for field by field', () => {
  expect(simpleFields(schema)).toMatchObject([
    { name: 'approved', kind: 'boolean', required: true },
    { name: 'score', kind: 'number', required: false },
    { name: 'tone', kind: 'choice', choices: ['kind', 'harsh'] },
    { name: 'note', kind: 'string', required: false },
  ]);
});

test('anything deeper must be given as JSON', () => {
  expect(simpleFields(z.toJSONSchema(z.object({ list: z.array(z.string()) })))).toBeUndefined();
  expect(simpleFields(z.toJSONSchema(z.string()))).toBeUndefined();
  expect(simpleFields(null)).toBeUndefined();
});

test('yes and no are read in the usual ways', () => {
  expect(['y', 'Yes', 'true', 'n', 'NO', 'false'].map((line) => readField(approved!, line))).toEqual(
    [true, true, true, false, false, false].map((value) => ({ ok: true, value })),
  );
  expect(readField(approved!, '')).toMatchObject({ ok: false });
  expect(readField(approved!, 'maybe')).toMatchObject({ ok: false, problem: expect.stringContaining('y or n') });
});

test('an empty line leaves an optional field out', () => {
  expect(readField(score!, '')).toEqual({ ok: true, value: undefined });
  expect(readField(note!, '')).toEqual({ ok: true, value: undefined });
});

test('numbers and choices are checked', () => {
  expect(readField(score!, ' 4.5 ')).toEqual({ ok: true, value: 4.5 });
  expect(readField(score!, 'four')).toMatchObject({ ok: false });
  expect(readField(tone!, 'kind')).toEqual({ ok: true, value: 'kind' });
  expect(readField(tone!, 'rude')).toMatchObject({ ok: false, problem: expect.stringContaining('kind, harsh') });
  expect(hintOf(tone!)).toBe('kind | harsh');
});

test('the example of a schema is valid but for what only a person knows', () => {
  expect(exampleOf(schema)).toEqual({ approved: true, tone: 'kind' });
  expect(exampleOf(z.toJSONSchema(z.union([z.boolean(), z.string()])))).toBe(true);
  expect(exampleOf({})).toBe('…');
});
