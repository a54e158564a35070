import { readdirSync, readFileSync } from 'node:fs';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { replay } from 'perdure/testing';
import { expect, test } from 'vitest';
import { failureOf, like } from '../flux/open-app.js';
import { stories } from './stories.js';

type History = ReturnType<typeof historyFromJSON>;

// The compiled app: Node loads it too, and the documents say that `npm test` builds first.
const app = new URL('../../dist/test/histories/app.js', import.meta.url);
const here = new URL('./', import.meta.url);
const generations = readdirSync(here).filter((name) => name.startsWith('generation-'));

function recorded(generation: string): Map<string, History> {
  const files = readdirSync(new URL(`${generation}/`, here)).filter((name) => name.endsWith('.json'));
  return new Map(
    files.map((file) => {
      const text = readFileSync(new URL(`${generation}/${file}`, here), 'utf8');
      return [file.replace(/\.json$/, ''), historyFromJSON(JSON.parse(text))];
    }),
  );
}

test.each(generations)('every run recorded by %s still goes the way it went', async (generation) => {
  await replay({ app }, [...recorded(generation).values()]);
});

test('every story has been recorded', () => {
  const names = generations.flatMap((generation) => [...recorded(generation).keys()]);
  expect(Object.keys(stories).filter((name) => !names.includes(name))).toEqual([]);
});

test('runs of generation 1 bear no mark of it, and of patches only the one for the memo', () => {
  for (const [name, { events }] of recorded('generation-1')) {
    const patches =
      events?.filter((event) => event.markerRecordedEventAttributes?.markerName === 'core_patch').length ?? 0;
    expect(patches, name).toBe(name === 'asks_with_memo' ? 1 : 0);
  }
});

test('a run that went another way is named with the step, among all that fit', async () => {
  const histories = recorded('generation-1');
  const changed = histories.get('settles');
  const scheduled = changed?.events?.find((event) => event.activityTaskScheduledEventAttributes);
  scheduled!.activityTaskScheduledEventAttributes!.activityType!.name = 'renamed_step';
  expect(await failureOf(replay({ app }, [...histories.values()]))).toMatchObject({
    code: 'Run.CodeMismatch',
    message: like(/'settles'.*'renamed_step'/),
    details: { run: 'settles', step: { eventId: 5, event: 'ActivityTaskScheduled', name: 'renamed_step' } },
  });
});
