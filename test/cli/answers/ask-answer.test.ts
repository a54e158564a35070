import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { askAnswer } from '../../../cli/answers/ask-answer.js';

async function ask(schema: unknown, ...lines: string[]): Promise<{ answer: unknown; shown: string }> {
  const input = new PassThrough();
  const output = new PassThrough();
  const shown = text(output);
  const pending = askAnswer({ id: 'review', schema }, { input, output });
  // A person answers what is asked, one line after the other.
  output.on('data', (part: Buffer) => {
    if (!String(part).endsWith(': ')) return;
    const line = lines.shift();
    if (line === undefined) input.end();
    else input.write(`${line}\n`);
  });
  const answer = await pending.catch((error: unknown) => error);
  output.end();
  return { answer, shown: await shown };
}

test('fields are asked one by one, and again after an answer that does not fit', async () => {
  const schema = z.toJSONSchema(z.object({ approved: z.boolean(), note: z.string().optional() }));
  const { answer, shown } = await ask(schema, 'perhaps', 'y', '');
  expect(answer).toEqual({ approved: true });
  expect(shown).toContain('approved (y/n): ');
  expect(shown).toContain('Please answer y or n.');
  expect(shown).toContain('note (empty to leave out): ');
});

test('a single value is asked for under the name of the pause', async () => {
  expect((await ask(z.toJSONSchema(z.boolean()), 'n')).answer).toBe(false);
});

test('without a schema the answer is JSON or text, and broken JSON is asked for again', async () => {
  expect((await ask(null, '{"a": 1')).shown).toContain('not valid JSON');
  expect((await ask(null, '{"a": 1', '{"a": 1}')).answer).toEqual({ a: 1 });
  expect((await ask(null, 'just words')).answer).toBe('just words');
});

test('the end of the input gives up the question', async () => {
  expect((await ask(null)).answer).toMatchObject({ code: 'Run.Paused' });
});
