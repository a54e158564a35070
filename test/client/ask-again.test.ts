import { ServiceError } from '@temporalio/client';
import { expect, test } from 'vitest';
import { askAgain } from '../../client/ask-again.js';

const answered = (code: number, details: string): Error =>
  new ServiceError('Failed to query Workflow', {
    cause: Object.assign(new Error(details), { code, details, metadata: {} }),
  });

/** Answers with each of these in turn, then well. */
function asked(...failures: Error[]): { readonly question: () => Promise<string>; times: number } {
  const log = {
    times: 0,
    question: async () => {
      const failure = failures[log.times++];
      if (failure) throw failure;
      return 'well';
    },
  };
  return log;
}

test('a question that the server has dropped is asked again, three times at most', async () => {
  const dropped = answered(1, 'context canceled');
  const twice = asked(dropped, dropped);
  expect(await askAgain(twice.question)).toBe('well');
  const always = asked(dropped, dropped, dropped);
  await expect(askAgain(always.question)).rejects.toBe(dropped);
  expect([twice.times, always.times]).toEqual([3, 3]);
});

test.each([
  ['cancelled by the caller', 1, 'Cancelled on client'],
  ['refused', 3, 'context canceled'],
])('a question that was %s is not asked again', async (_, code, details) => {
  const failure = answered(code, details);
  const once = asked(failure);
  await expect(askAgain(once.question)).rejects.toBe(failure);
  expect(once.times).toBe(1);
});

test('a caller may say after which failures another attempt is of use', async () => {
  const late = answered(4, 'context deadline exceeded');
  const isLate = ({ code }: { readonly code: number }): boolean => code === 4;
  const once = asked(late);
  expect(await askAgain(once.question, isLate)).toBe('well');
  const dropped = answered(1, 'context canceled');
  await expect(askAgain(asked(dropped).question, isLate)).rejects.toBe(dropped);
});
