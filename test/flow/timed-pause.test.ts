import { now, pause, type TimedPauseOptions } from 'perdure';
import { directly } from 'perdure/testing';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

/** Takes no input, which `directly` is told by `undefined`. */
type Direct<T> = (input?: undefined) => Promise<T>;

const day = 24 * 3_600_000;

/** The value of a pause, and how many days passed at it. */
async function passed(options: () => TimedPauseOptions, answers: Record<string, unknown> = {}): Promise<unknown[]> {
  const run: Direct<unknown[]> = async () => {
    const from = now().getTime();
    const value = await pause('wait', options());
    return [value, Math.round((now().getTime() - from) / day)];
  };
  return directly(run, undefined, { answers });
}

test('F-50 in a direct call a timed pause wakes at its time by the clock of the call, with undefined', async () => {
  expect(await passed(() => ({ after: '3 days' }))).toEqual([undefined, 3]);
  expect(await passed(() => ({ until: new Date(now().getTime() + 5 * day) }))).toEqual([undefined, 5]);
  expect(await passed(() => ({ until: new Date(now().getTime() + 5 * day).toISOString() }))).toEqual([undefined, 5]);
});

test('a timed pause that is answered gives the answer at once', async () => {
  expect(await passed(() => ({ after: '3 days' }), { wait: { go: true } })).toEqual([{ go: true }, 0]);
});

test('an answer to a timed pause is checked by its schema', async () => {
  const run: Direct<unknown> = () => pause('wait', { after: '1 day', schema: z.object({ go: z.boolean() }) });
  expect(await directly(run)).toBeUndefined();
  await expect(directly(run, undefined, { answers: { wait: 5 } })).rejects.toMatchObject({
    code: 'Pause.InvalidAnswer',
  });
});

test('a moment in the past and no time at all go on at once', async () => {
  expect(await passed(() => ({ until: '2001-01-01' }))).toEqual([undefined, 0]);
  expect(await passed(() => ({ after: 0 }))).toEqual([undefined, 0]);
});

describe('F-50 options that cannot be meant are refused, all of them at once', () => {
  const refused: [what: string, options: object, problems: RegExp[]][] = [
    ['both', { after: '1 day', until: '2030-01-01' }, [/either after or until/]],
    ['a negative length', { after: -1 }, [/after: -1 is not a duration/]],
    ['no length', { after: 'soon' }, [/after: "soon" is not a duration/]],
    ['an invalid Date', { until: new Date('x') }, [/until must be .*an invalid Date/]],
    ['text that is no time', { until: 'monday' }, [/until must be .*"monday"/]],
    ['a time without a zone', { until: '2030-01-01T09:00:00' }, [/until must be .*time zone/]],
    ['a day that does not exist', { until: '2030-02-30' }, [/until must be/]],
    ['a number', { until: 5 }, [/until must be .*a number/]],
    ['for ever', { until: new Date(8.64e15) }, [/more than 100 years/]],
    ['a timeout', { after: '1 day', timeout: '2 days' }, [/timeout cannot go with after/]],
    ['an onTimeout', { after: '1 day', onTimeout: null }, [/onTimeout cannot go with after/]],
    [
      'everything',
      { after: -1, until: 'x', timeout: 'y', onTimeout: 1 },
      [/timeout: "y"/, /either after or until/, /after: -1/, /until must be/, /timeout and onTimeout cannot go/],
    ],
  ];
  test.each(refused)('%s', async (_, options, problems) => {
    const error = (await directly(() => pause('wait', options)).catch((reason: unknown) => reason)) as Error;
    expect(error).toMatchObject({ code: 'Pause.InvalidOptions' });
    expect(error).toMatchObject({
      details: { problems: problems.map((text) => expect.stringMatching(text) as string) },
    });
  });
});
