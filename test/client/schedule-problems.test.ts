import { describe, expect, test } from 'vitest';
import { cronProblems } from '../../client/schedules/check-cron.js';
import { createSchedule } from '../../client/schedules/create-schedule.js';

/** Everything that is said about a schedule before a server is asked; there is none here. */
async function problemsOf(options: object, name = 'nightly'): Promise<string[]> {
  const error: unknown = await createSchedule(undefined as never, {
    name,
    workflow: 'report',
    definition: undefined,
    input: undefined,
    taskQueue: 'main',
    options: options as never,
  }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'Schedule.Invalid' });
  return (error as { details: { problems: string[] } }).details.problems;
}

const matching = (...patterns: RegExp[]): string[] => patterns.map((text) => expect.stringMatching(text) as string);

describe('F-68 what cannot be meant is refused before the server is asked', () => {
  const cases: [what: string, options: object, problems: RegExp[]][] = [
    ['no time', {}, [/needs a time: cron/]],
    ['two times', { cron: '@daily', every: '1h' }, [/only one of cron and every/]],
    ['a misspelt option', { cron: '@daily', timeZone: 'UTC' }, [/unknown option 'timeZone'/]],
    ['an unknown zone', { cron: '@daily', timezone: 'Europe/Berlim' }, [/"Europe\/Berlim" is not known/]],
    ['an offset as zone', { cron: '@daily', timezone: '+02:00' }, [/"\+02:00" is not known/]],
    ['a zone without cron', { every: '1h', timezone: 'UTC' }, [/timezone goes with cron only/]],
    ['no length', { every: 'often' }, [/every: "often" is not a duration/]],
    ['a length of nothing', { every: 0 }, [/every must be longer than nothing/]],
    ['half a second', { every: 500 }, [/every must be whole seconds/]],
    ['a long offset', { every: '1h', offset: '1h' }, [/offset must be shorter than every/]],
    ['an offset without every', { cron: '@daily', offset: '1m' }, [/offset goes with every only/]],
    ['a moment that has passed', { at: '2020-01-01T00:00:00Z' }, [/at is in the past: 2020/]],
    ['a moment without a zone', { at: '2090-01-01T09:00' }, [/at must be a valid Date/]],
    ['limits of one moment', { at: '2090-01-01', from: '2080-01-01' }, [/do not go with at/]],
    ['limits the wrong way round', { every: '1h', from: '2090-02-01', until: '2090-01-01' }, [/until is before from/]],
    ['an end in the past', { every: '1h', until: '2020-01-01' }, [/would never start/]],
    ['an unknown overlap', { every: '1h', overlap: 'maybe' }, [/overlap must be one of skip, .*"maybe"/]],
    ['a short catch-up', { every: '1h', catchUp: '5s' }, [/catchUp must be at least 10 seconds/]],
    [
      'everything at once',
      { cron: '61 25 * *  x', timezone: 'x', overlap: 'x', catchUp: 'x', until: 'x', other: 1 },
      [
        /'other'/,
        /minute: '61'/,
        /hour: '25'/,
        /day of the week: 'x'/,
        /"x" is not known/,
        /until must/,
        /overlap/,
        /catchUp/,
      ],
    ],
  ];
  test.each(cases)('%s', async (_, options, problems) => {
    expect(await problemsOf(options)).toEqual(matching(...problems));
  });

  test('a name that is empty or too long', async () => {
    expect(await problemsOf({ every: '1h' }, '')).toEqual(matching(/1 to 200 characters/));
    expect(await problemsOf({ every: '1h' }, 'x'.repeat(201))).toEqual(matching(/1 to 200 characters/));
  });
});

test.for([
  ['', /5 fields .* has 0/],
  ['0 9 * *', /5 fields .* has 4/],
  ['* * * * * * * *', /has 8/],
  ['@reboot', /has 1/],
  ['CRON_TZ=Europe/Berlin 0 9 * * *', /minute: 'CRON_TZ=Europe\/Berlin'/],
  ['60 * * * *', /minute: '60' is no value from 0 to 59/],
  ['* * 0 * *', /day of the month: '0'/],
  ['* * L * *', /day of the month: 'L'/],
  ['* * ? * *', /day of the month: '\?'/],
  ['* * * 13 *', /month: '13' is no value from 1 to 12 or name/],
  ['* * * * 8', /day of the week: '8'/],
  ['30-10 * * * *', /minute: '30-10' ends before it begins/],
  ['* * * * SAT-SUN', /day of the week: 'SAT-SUN' ends/],
  ['*/0 * * * *', /minute: '\*\/0'/],
  ['1-2-3 * * * *', /minute: '1-2-3'/],
  ['1,,2 * * * *', /minute: ''/],
  ['0 9 31 2,4 *', /no such day/],
] as const)('the cron expression %j is refused', ([cron, problem]) => {
  expect(cronProblems(cron)).toEqual(matching(problem));
});
