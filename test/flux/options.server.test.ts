import type { TestEnvironment } from 'perdure/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodies, bodyNoted } from './body-log.js';
import { eventsOf, kinds, rawText, summaries } from './history-events.js';
import { eventually, failureOf, like, openApp } from './open-app.js';

const apiKey = 'sk-live-4711/with+signs&more';

let environment: TestEnvironment;
beforeAll(async () => {
  environment = await openApp('options', {
    secrets: [(names) => Object.fromEntries(names.map((name) => [name, known[name]]))],
  });
});
afterAll(() => environment?.close());

const known: Record<string, string | undefined> = { API_KEY: apiKey, REGION: 'eu' };

const call = (task: string, ...calls: unknown[][]) => environment.start('call', { task, calls });

/** Names of the tasks that ran, in order. */
const scheduled = async (run: { readonly id: string }) =>
  eventsOf(await environment.history(run.id), 'activityTaskScheduled').map(({ activityType }) => activityType?.name);

describe.concurrent('fallback and rollback', () => {
  test("F-8 a failing body with a fallback completes with the fallback's value", async () => {
    const run = await call('withFallback', ['tea']);
    expect(await run.result()).toEqual(['spare tea']);
    expect(await scheduled(run)).toEqual(['with_fallback', 'spare']);
    const history = await environment.history(run.id);
    expect(summaries(history, 'activityTaskScheduled')[1]).toBe('fallback of with_fallback · tea');
  });

  test('F-9 all attempts of the body, then the fallback', async () => {
    const run = await call('retriesThenFallback', ['tea']);
    expect(await run.result()).toEqual(['spare tea']);
    expect(bodies(run, 'body')).toHaveLength(3);
    expect(bodies(run, 'spare')).toHaveLength(1);
  });

  test('F-10 a timeout with a fallback gives its value', async () => {
    expect(await (await call('slowWithFallback', ['tea'])).result()).toEqual(['spare tea']);
  });

  test('a fallback that fails too gives one error that carries both', async () => {
    const error = await failureOf((await call('bothFail', ['tea'])).result());
    expect(error).toMatchObject({
      code: 'Task.FallbackFailed',
      details: { original: { message: 'no tea' }, fallback: { message: 'the spare is broken too' } },
    });
  });

  test('F-11 a rollback gets the same arguments, once, and the original error stays', async () => {
    const run = await call('withRollback', ['tea']);
    expect(await failureOf(run.result())).toMatchObject({ code: 'User.Error', message: 'no tea', attempts: 2 });
    expect(bodies(run, 'undo').map(({ args }) => args)).toEqual([['tea']]);
  });

  test('F-12 a rollback that fails leaves the original error and is told of', async () => {
    const run = await call('brokenRollback', ['tea']);
    const error = await failureOf(run.result());
    expect(error).toMatchObject({ message: 'no tea' });
    expect((error as { undoFailures?: unknown }).undoFailures).toMatchObject([{ message: 'cannot undo' }]);
  });

  test('an input that does not fit runs neither fallback nor rollback', async () => {
    const run = await call('strict', [11]);
    expect(await failureOf(run.result())).toMatchObject({ code: 'Task.InvalidInput' });
    expect(await scheduled(run)).toEqual(['strict']);
  });

  test.each([
    ['date', 'Payload.NotJson'],
    ['long', 'Payload.TooLarge'],
  ])('a result that cannot be sent (%s) is rolled back, for the work is done', async (item, code) => {
    const run = await call('badResult', [item]);
    expect(await failureOf(run.result())).toMatchObject({ code, details: { part: 'result' } });
    expect(bodies(run, 'undo').map(({ args }) => args)).toEqual([[item]]);
  });

  test('the fallback of a task with such a result gives the value', async () => {
    const run = await call('badResultWithSpare', ['date']);
    expect(await run.result()).toEqual(['spare date']);
    expect(bodies(run, 'undo')).toEqual([]);
  });

  test('an argument that cannot be sent runs no rollback', async () => {
    const run = await environment.start('sends_too_much');
    expect(await failureOf(run.result())).toMatchObject({ code: 'Payload.TooLarge' });
    expect(bodies(run, 'undo')).toEqual([]);
  });

  test('F-61 a cancelled task runs its rollback and not its fallback', async () => {
    const run = await call('both', ['tea']);
    await bodyNoted(run, 'body');
    await run.cancel();
    expect(await failureOf(run.result())).toMatchObject({ code: 'Run.Cancelled' });
    expect(await run.status()).toBe('cancelled');
    expect(bodies(run, 'undo')).toHaveLength(1);
    expect(bodies(run, 'spare')).toHaveLength(0);
  });

  test('F-61 a second cancel does not interrupt a rollback', async () => {
    const run = await call('slowRollback', ['tea']);
    await bodyNoted(run, 'body');
    await run.cancel();
    await bodyNoted(run, 'slow_undo begins');
    await run.cancel();
    expect(await failureOf(run.result())).toMatchObject({ code: 'Run.Cancelled' });
    expect(bodies(run, 'slow_undo ends')).toHaveLength(1);
  });

  test('F-61 a stuck rollback is bounded by its own timeout and does not pass for clean-up', async () => {
    const run = await call('stuckRollback', ['tea']);
    await bodyNoted(run, 'body');
    await run.cancel();
    const error = await failureOf(run.result());
    expect(error).toMatchObject({ code: 'Run.UndoFailed', message: like(/stuck_undo/) });
    expect((error as { undoFailures?: unknown }).undoFailures).toMatchObject([{ code: 'Task.TimedOut' }]);
  });

  test('clean-up after a cancellation can call tasks', async () => {
    const run = await environment.start('cleans_up');
    await run.cancel();
    expect(await failureOf(run.result())).toMatchObject({ code: 'Run.Cancelled' });
    expect(bodies(run, 'undo')).toHaveLength(1);
  });
});

describe.concurrent('cache', () => {
  test('F-16 two identical calls run the body once, with two completed events', async () => {
    const run = await call('cached', ['a1'], ['a1'], ['a2']);
    const [first, second, third] = (await run.result()) as { item: string; by: string }[];
    expect(second).toEqual(first);
    expect(third?.item).toBe('a2');
    expect(bodies(run, 'body')).toHaveLength(2);
    expect(kinds(await environment.history(run.id)).filter((kind) => kind === 'activityTaskCompleted')).toHaveLength(3);
  });

  test('another run finds the result, also when it is null', async () => {
    await (await call('cached', ['nothing'])).result();
    const run = await call('cached', ['nothing']);
    expect(await run.result()).toEqual([null]);
    expect(bodies(run)).toHaveLength(0);
  });

  test('failures are not kept', async () => {
    const run = await environment.start('settled', { task: 'cachedFailure', calls: [['f1'], ['f1']] });
    await run.result();
    expect(bodies(run, 'body')).toHaveLength(2);
  });

  test('a result expires, and a key of its own decides what is the same', async () => {
    const run = await call('cachedShortly', ['ka'], ['kb']);
    expect(await run.result()).toEqual(['ka', 'ka']);
    await eventually(async () => (await call('cachedShortly', ['kc'])).result(), ['kc'], 6_000);
  });

  test('identical calls in flight share one execution', async () => {
    const run = await environment.start('together', { task: 'slowCached', calls: [['s1'], ['s1'], ['s1']] });
    expect(await run.result()).toEqual(['s1', 's1', 's1']);
    expect(bodies(run, 'body')).toHaveLength(1);
  });

  test('one that waits for an identical call runs itself when that one is cancelled', async () => {
    const first = await call('slowCached', ['s2']);
    await bodyNoted(first, 'body');
    const second = await call('slowCached', ['s2']);
    await first.cancel();
    await failureOf(first.result());
    expect(await second.result()).toEqual(['s2']);
  });

  test('withOptions switches a cache off or on for its calls', async () => {
    const options = { cache: false };
    const run = await environment.start('call', { task: 'cached', calls: [['o1'], ['o1']], options });
    await run.result();
    expect(bodies(run, 'body')).toHaveLength(2);
    const versioned = { cache: { version: '2' } };
    await (await call('cached', ['o2'])).result();
    const other = await environment.start('call', { task: 'cached', calls: [['o2'], ['o2']], options: versioned });
    await other.result();
    expect(bodies(other, 'body')).toHaveLength(1);
  });
});

describe.concurrent('secrets', () => {
  test('F-17 the body gets its secrets, and history has none of them', async () => {
    const run = await call('usesSecrets', ['work']);
    expect(await run.result()).toEqual([apiKey.length]);
    expect(bodies(run, 'body')[0]).toMatchObject({ names: ['API_KEY', 'REGION'], key: apiKey });
    expect(await rawHistory(run)).not.toMatch(secretForms);
  });

  test('F-17 errors of the body hide the secret, with their cause, stack and details', async () => {
    const run = await call('usesSecrets', ['throw']);
    expect((await failureOf(run.result())).message).toBe('401 for key [secret API_KEY]');
    expect(await rawHistory(run)).not.toMatch(secretForms);
    const other = await call('usesSecrets', ['details']);
    expect((await failureOf(other.result())).details).toEqual({ url: 'https://x/?k=[secret API_KEY]' });
    expect(await rawHistory(other)).not.toMatch(secretForms);
  });

  test('a result that contains a secret is refused', async () => {
    const run = await call('usesSecrets', ['return']);
    expect(await failureOf(run.result())).toMatchObject({ code: 'Secret.InResult', details: { secret: 'API_KEY' } });
    expect(await rawHistory(run)).not.toMatch(secretForms);
  });

  test('F-18 missing secrets fail the task at once, all named', async () => {
    const error = await failureOf((await call('lacksSecrets', [])).result());
    expect(error).toMatchObject({ code: 'Secret.Missing', details: { missing: ['NO_SUCH', 'NOR_THIS'] }, attempts: 1 });
  });

  const secretForms = /sk-live-4711|sk-live-4711%2F/;
  const rawHistory = async (run: { readonly id: string }): Promise<string> =>
    rawText(await environment.history(run.id));
});

describe.concurrent('circuit breaker and local tasks', () => {
  test('a breaker opens after its failures, refuses without calling, lets one probe, and closes', async () => {
    const run = await environment.start('breaker_story');
    expect(await run.result()).toEqual(['User.Error', 'User.Error', 'Task.CircuitOpen', 'fine', 'fine']);
    expect(bodies(run, 'body')).toHaveLength(4);
  });

  test('a local task retries and leaves no activity events', async () => {
    const run = await call('local', [3]);
    expect(await run.result()).toEqual(['local 3']);
    expect(await scheduled(run)).toEqual([]);
    expect(kinds(await environment.history(run.id))).toContain('markerRecorded');
  });
});

describe.concurrent('sagas', () => {
  test('a saga that ends well undoes nothing', async () => {
    const run = await environment.start('trip', {});
    expect(await run.result()).toBe('booked');
    expect(bodies(run, 'cancel_booking')).toHaveLength(0);
  });

  test('what was done is undone, last first, and the error stays', async () => {
    const run = await environment.start('trip', { end: 'throw' });
    expect(await failureOf(run.result())).toMatchObject({ code: 'Trip.Cancelled', details: { days: 0 } });
    expect(bodies(run, 'cancel_booking').map(({ place }) => place)).toEqual(['car', 'flight']);
  });

  test('a failing undo step does not stop the others and is reported', async () => {
    const run = await environment.start('trip', { end: 'throw', places: ['flight', 'hotel', 'car'] });
    const error = await failureOf(run.result());
    expect(error).toMatchObject({ code: 'Trip.Cancelled' });
    expect((error as { undoFailures?: unknown }).undoFailures).toMatchObject([
      { message: 'the hotel does not answer' },
    ]);
    expect(bodies(run, 'cancel_booking')).toHaveLength(3);
  });

  test('a cancelled saga is undone out of reach of the cancellation', async () => {
    const run = await environment.start('trip', { end: 'wait' });
    await bodyNoted(run, 'book', 2);
    await run.cancel();
    expect(await failureOf(run.result())).toMatchObject({ code: 'Run.Cancelled' });
    expect(bodies(run, 'cancel_booking')).toHaveLength(2);
  });
});
