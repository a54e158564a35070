import { directly } from 'perdure/testing';
import { expect, test } from 'vitest';
import { article } from './app.js';

test('an approved article is published', async () => {
  const result = await directly(article, 'tides', { answers: { review: { approved: true } } });
  expect(result).toMatchObject({ published: 'A few words about tides.' });
});

test('a rejected article comes back with the note', async () => {
  const result = await directly(article, 'tides', { answers: { review: { approved: false, note: 'too short' } } });
  expect(result).toEqual({ rejected: 'A few words about tides.', note: 'too short' });
});
