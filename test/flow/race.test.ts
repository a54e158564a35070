import { isCancellation, type Log, now, pause, PerdureError, race, sleep, task, workflow } from 'perdure';
import { directly } from 'perdure/testing';
import { expect, test } from 'vitest';

/** Takes no input, which `directly` is told by `undefined`. */
type Direct = (input?: undefined) => Promise<unknown>;

const quick = task('race_quick', async (label: string) => label);
const failing = task('race_failing', async (): Promise<string> => {
  throw new PerdureError({ code: 'Test.Failed', message: 'no luck' });
});
const child = workflow('race_child', async (label: string) => {
  await sleep('1 hour');
  return label;
});

test('F-51 the first of a record to end is named with its value', async () => {
  const run: Direct = () => race({ answer: () => pause('x'), child: () => child('done') });
  expect(await directly(run, undefined, { answers: { x: 7 } })).toEqual({ winner: 'answer', value: 7 });
  expect(await directly(run)).toEqual({ winner: 'child', value: 'done' });
});

test('the first of a list to end is given by its index', async () => {
  expect(await directly(() => race([() => sleep('2 days'), () => sleep('1 day').then(() => 'b')]))).toEqual({
    index: 1,
    value: 'b',
  });
});

test('a call that has started may race too', async () => {
  expect(await directly(() => race({ task: quick('a'), late: () => sleep('1 day') }))).toEqual({
    winner: 'task',
    value: 'a',
  });
});

test('if the first call to end fails, its error is thrown and the others are cancelled', async () => {
  let cancelled = false;
  const other = (): Promise<void> =>
    sleep('1 day').catch((error: unknown) => {
      cancelled = isCancellation(error);
      throw error;
    });
  await expect(directly(() => race([failing, other]))).rejects.toMatchObject({ code: 'Test.Failed' });
  expect(cancelled).toBe(true);
});

test('the losers have ended when the race is over, clean-up included', async () => {
  const seen: string[] = [];
  const tidy = async (): Promise<void> => {
    try {
      await sleep('1 day');
    } finally {
      await Promise.resolve();
      seen.push('tidied');
    }
  };
  await directly(async () => {
    await race({ task: () => quick('a'), tidy });
    seen.push('over');
  });
  expect(seen).toEqual(['tidied', 'over']);
});

const clumsy = (): Promise<void> =>
  sleep('1 day').catch(() => {
    throw new Error('clean-up failed');
  });

test('what fails beside the first error is in error.others', async () => {
  await expect(directly(() => race([failing, clumsy]))).rejects.toMatchObject({
    code: 'Test.Failed',
    others: [expect.objectContaining({ message: 'clean-up failed' })],
  });
});

test('what fails after another call has won is said in the log', async () => {
  const lines: unknown[] = [];
  const ignore = (): void => undefined;
  const log: Log = { debug: ignore, info: ignore, error: ignore, warn: (...line) => lines.push(line) };
  const run: Direct = () => race([() => quick('a'), clumsy]);
  await directly(run, undefined, { log });
  expect(lines).toEqual([[expect.stringContaining('after it had lost'), { error: 'Error: clean-up failed' }]]);
});

test('a plain value or error of a function decides as well', async () => {
  expect(await race({ value: () => 5 })).toEqual({ winner: 'value', value: 5 });
  const throwing = (): never => {
    throw new Error('at once');
  };
  await expect(race([throwing, () => sleep('1 day')])).rejects.toThrow('at once');
});

test('a race without calls is refused', async () => {
  await expect(race([])).rejects.toMatchObject({ code: 'Flow.InvalidOptions' });
  await expect(race({})).rejects.toMatchObject({ code: 'Flow.InvalidOptions' });
});

test('pauses nobody answers fail the race only if nothing else can end it', async () => {
  await expect(directly(() => race([() => pause('a'), () => pause('b')]))).rejects.toMatchObject({
    code: 'Pause.NoAnswer',
  });
});

test('a race inside a race is cancelled as a whole', async () => {
  const began = now().getTime();
  const inner = (): Promise<unknown> => race([() => sleep('3 days'), () => sleep('2 days')]);
  const run = async (): Promise<unknown> => [await race([inner, () => quick('a')]), now().getTime() - began];
  const [first, passed] = (await directly(run)) as [unknown, number];
  expect(first).toEqual({ index: 1, value: 'a' });
  expect(passed).toBeLessThan(86_400_000);
});
