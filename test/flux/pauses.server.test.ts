import { WithStartWorkflowOperation } from '@temporalio/client';
import type { Run } from 'perdure/client';
import { replay, type TestEnvironment } from 'perdure/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodies } from './body-log.js';
import { eventsOf, kinds } from './history-events.js';
import { appFile, eventually, failureOf, like, openApp } from './open-app.js';

let environment: TestEnvironment;
beforeAll(async () => {
  environment = await openApp('pauses');
});
afterAll(() => environment?.close());

const openIds = async (run: Run): Promise<string[]> => (await run.pauses()).map(({ id }) => id).toSorted();
const opened = (run: Run, ...ids: string[]): Promise<void> => eventually(() => openIds(run), ids.toSorted());

/** A run that waits at its pauses. */
async function paused(workflow: string, input?: unknown, ...ids: string[]): Promise<Run> {
  const run = await environment.start(workflow, input);
  await opened(run, ...(ids.length > 0 ? ids : ['review']));
  return run;
}

/** The stock client's handle. */
const stock = (run: Run): ReturnType<TestEnvironment['client']['workflow']['getHandle']> =>
  environment.client.workflow.getHandle(run.id);
const update = (run: Run, name: string, value?: unknown): Promise<unknown> =>
  stock(run).executeUpdate('resume', { args: [{ name, value }] });

describe.concurrent('reached and answered', () => {
  test('F-43 a paused run is neither finished nor failed, and shows what it asks', async () => {
    const run = await paused('single');
    expect(await run.pauses()).toEqual([
      {
        id: 'review',
        name: 'review',
        prompt: 'Is it good?',
        data: { draft: 'text' },
        schema: null,
        since: like(/^20\d\d-.*Z$/),
        deadline: null,
      },
    ]);
    await eventually(() => run.describe(), expect.objectContaining({ status: 'paused', openPauses: ['review'] }));
    await run.resume('review', 'yes');
    expect(await run.result()).toBe('yes');
    expect(await run.describe()).toMatchObject({ status: 'succeeded', openPauses: [] });
  });

  test('F-44 three pauses in a row get their own answers; finished work is not repeated', async () => {
    const run = await environment.start('three_in_a_row');
    for (const name of ['one', 'two', 'three']) {
      await opened(run, name);
      await run.resume(name, `answer ${name}`);
    }
    expect(await run.result()).toEqual(['answer one', 'answer two', 'answer three']);
    expect(bodies(run).map(({ label }) => label)).toEqual(['one', 'two', 'three']);
  });

  test('F-45 a loop that pauses once per chunk numbers the visits', async () => {
    const run = await environment.start('per_chunk', 3);
    for (const [index, id] of ['chunk', 'chunk#2', 'chunk#3'].entries()) {
      await opened(run, id);
      expect(await run.pauses()).toMatchObject([{ id, name: 'chunk', data: index }]);
      await run.resume(id, index);
    }
    expect(await run.result()).toEqual([0, 1, 2]);
  });

  test('F-46 a pause that is not taken does not hold up the run', async () => {
    const run = await environment.start('maybe', false);
    expect(await run.result()).toBe('straight on');
    expect(kinds(await environment.history(run.id))).not.toContain('upsertWorkflowSearchAttributes');
  });

  test('F-47 a finished run refuses answers', async () => {
    const run = await environment.start('maybe', false);
    await run.result();
    expect(await failureOf(run.resume('review', 1))).toMatchObject({
      code: 'Run.AlreadyFinished',
      message: like(/succeeded/),
    });
  });

  test('F-47 a name that is not open is refused with the open ones, unless the caller waits for it', async () => {
    const run = await paused('three_in_a_row', undefined, 'one');
    expect(await failureOf(run.resume('two', 1))).toMatchObject({ code: 'Pause.NotOpen', details: { open: ['one'] } });
    const waiting = run.resume('two', 2, { wait: true });
    await run.resume('one', 1);
    expect(await waiting).toEqual({ id: 'two' });
    await opened(run, 'three');
    await run.resume('three', 3);
    expect(await run.result()).toEqual([1, 2, 3]);
  });

  test('F-47 an unknown run is refused', async () => {
    const run = await environment.start('maybe', false);
    const other = Object.assign(Object.create(Object.getPrototypeOf(run) as object), run, {
      id: 'no-such-run',
      runId: undefined,
    }) as Run;
    expect(await failureOf(other.resume('review'))).toMatchObject({ code: 'Run.NotFound' });
  });

  test('F-48 the result of a finished run comes again without any work', async () => {
    const run = await paused('single');
    await run.resume('review', 5);
    expect([await run.result(), await run.result()]).toEqual([5, 5]);
    const again = environment.start('single', undefined, { id: run.id, idReuse: 'never' });
    expect(await failureOf(again)).toMatchObject({ code: 'Run.AlreadyStarted' });
    expect(bodies(run)).toHaveLength(2);
  });

  test.for([[0], [''], [false], [null], [[]], [{}], ['text'], [{ deep: [0, null] }]] as const)(
    'a falsy or odd answer arrives as given: %j',
    async ([value]) => {
      const byUpdate = await paused('pause_first');
      await byUpdate.resume('review', value);
      expect(await byUpdate.result()).toEqual({ answer: value });
      const bySignal = await paused('pause_first');
      await stock(bySignal).signal('resume', { name: 'review', value });
      expect(await bySignal.result()).toEqual({ answer: value });
    },
  );

  test('an answer left out is null', async () => {
    const run = await paused('pause_first');
    await run.resume('review');
    expect(await run.result()).toEqual({ answer: null });
  });

  test('pauses in catch and finally wait like any other', async () => {
    const run = await paused('pause_in_finally', undefined, 'in_catch');
    await run.resume('in_catch', 'caught');
    await opened(run, 'in_finally');
    await run.resume('in_finally');
    expect(await run.result()).toBe('caught');
  });
});

describe.concurrent('stock clients', () => {
  test('an update of the stock client answers, and its receipt names the pause', async () => {
    const run = await paused('single');
    expect(await update(run, 'review', 7)).toEqual({ id: 'review' });
    expect(await run.result()).toBe(7);
  });

  test('a signal before its pause is reached is kept', async () => {
    const run = await environment.start('slow_first');
    await stock(run).signal('resume', { name: 'review', value: 'early' });
    expect(await run.result()).toEqual(['slow', 'early']);
  });

  test('an update before its pause is reached waits for it', async () => {
    const run = await environment.start('slow_first');
    expect(await update(run, 'review', 'early')).toEqual({ id: 'review' });
    expect(await run.result()).toEqual(['slow', 'early']);
  });

  test.for(['pause_first', 'slow_first'])('executeUpdateWithStart answers %s', async (workflow) => {
    const startWorkflowOperation = new WithStartWorkflowOperation(workflow, {
      workflowId: `with-start-${workflow}-${process.pid}`,
      taskQueue: environment.taskQueue,
      workflowIdConflictPolicy: 'FAIL',
    });
    const { workflow: client } = environment.client;
    const args = [{ name: 'review', value: 'at once' }];
    expect(await client.executeUpdateWithStart('resume', { args, startWorkflowOperation })).toEqual({ id: 'review' });
    const handle = await startWorkflowOperation.workflowHandle();
    expect(JSON.stringify(await handle.result())).toContain('at once');
  });

  test('signalWithStart answers the first pause', async () => {
    const handle = await environment.client.workflow.signalWithStart('pause_first', {
      workflowId: `signal-with-start-${process.pid}`,
      taskQueue: environment.taskQueue,
      signal: 'resume',
      signalArgs: [{ name: 'review', value: 1 }],
    });
    expect(await handle.result()).toEqual({ answer: 1 });
  });

  test('an update of the wrong shape is refused, a signal of the wrong shape does no harm', async () => {
    const run = await paused('single');
    await expect(stock(run).executeUpdate('resume', { args: ['yes'] })).rejects.toMatchObject({
      cause: { message: like(/"name".*"value"/), type: 'Pause.InvalidAnswer' },
    });
    await stock(run).signal('resume', 'yes');
    await stock(run).signal('resume');
    await update(run, 'review', true);
    expect(await run.result()).toBe(true);
  });
});

describe.concurrent('wrong answers', () => {
  test('an answer that breaks the schema is refused with every problem; the pause stays open, no event is written', async () => {
    const run = await paused('with_schema');
    const before = kinds(await environment.history(run.id));
    const error = await failureOf(run.resume('review', { approved: 'maybe', score: 9 }));
    expect(error.code).toBe('Pause.InvalidAnswer');
    expect(error.message).toMatch(/\/approved: .*\n.*\/score: /s);
    expect(error.details).toMatchObject({ problems: [{ path: '/approved' }, { path: '/score' }] });
    expect(kinds(await environment.history(run.id))).toEqual(before);
    expect(await run.pauses()).toMatchObject([
      { id: 'review', schema: { type: 'object', required: ['approved', 'score'] } },
    ]);
    await run.resume('review', { approved: true, score: 5 });
    expect(await run.result()).toEqual({ approved: true, score: 5 });
  });

  test('an invalid answer by signal is reported in the details; the pause stays open', async () => {
    const run = await paused('with_schema');
    await stock(run).signal('resume', { name: 'review', value: { approved: 1 } });
    const details = async (): Promise<string> =>
      (await stock(run).query<{ currentDetails?: string }>('__temporal_workflow_metadata')).currentDetails ?? '';
    await eventually(details, like(/Answer refused/));
    expect(await details()).toMatch(/Waiting for an answer: `review`[^]*\/approved/);
    expect(await openIds(run)).toEqual(['review']);
    await run.resume('review', { approved: true, score: 1 });
    expect(await run.result()).toEqual({ approved: true, score: 1 });
  });

  test('the run gets what the schema makes of the answer, once', async () => {
    const run = await paused('with_transform', undefined, 'amount');
    await run.resume('amount', { euros: 3 });
    expect(await run.result()).toEqual({ euros: 300 });
  });

  test('a second answer is refused, by the same name in every way', async () => {
    const run = await paused('three_in_a_row', undefined, 'one');
    await run.resume('one', 1);
    await opened(run, 'two');
    await expect(update(run, 'one', 2)).rejects.toMatchObject({ cause: { type: 'Pause.AlreadyAnswered' } });
    await stock(run).signal('resume', { name: 'one', value: 3 });
    await run.resume('two', 2);
    await opened(run, 'three');
    await run.resume('three', 3);
    expect(await run.result()).toEqual([1, 2, 3]);
  });

  test('exactly one of two concurrent answers wins, ten times over', async () => {
    for (let round = 0; round < 10; round++) {
      const run = await paused(round % 2 === 0 ? 'race' : 'pause_first');
      const ends = await Promise.allSettled([run.resume('review', 'a'), run.resume('review', 'b')]);
      const won = ends.flatMap((end, index) => (end.status === 'fulfilled' ? ['ab'[index]] : []));
      expect(won, `round ${round}`).toHaveLength(1);
      const [lost] = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as { code: string }] : []));
      expect(['Pause.AlreadyAnswered', 'Pause.NotOpen', 'Run.AlreadyFinished']).toContain(lost?.code);
      expect(JSON.stringify(await run.result())).toContain(`"${won[0]}"`);
    }
  });

  test.for(['not_reached', 'fails_after_pause'])(
    'an update for a pause never reached fails when %s ends',
    async (workflow) => {
      const run = await paused(workflow, undefined, 'gate');
      const waiting = expect(update(run, 'elsewhere', 1)).rejects.toMatchObject({
        cause: { type: 'Pause.NotOpen', message: like(/'elsewhere' was never reached/) },
      });
      const ours = failureOf(run.resume('elsewhere', 1, { wait: true }));
      const accepted = async (): Promise<number> =>
        eventsOf(await environment.history(run.id), 'workflowExecutionUpdateAccepted').length;
      await eventually(accepted, 2);
      await run.resume('gate');
      await waiting;
      expect(await ours).toMatchObject({ code: 'Pause.NotOpen' });
      if (workflow === 'not_reached') expect(await run.result()).toBe('ended');
      else expect(await failureOf(run.result())).toMatchObject({ message: 'no luck' });
    },
  );
});

describe.concurrent('ends without an answer', () => {
  test('a timeout without onTimeout fails the pause', async () => {
    const run = await environment.start('timed', { timeout: '300ms' });
    expect(await run.result()).toEqual({
      code: 'Pause.TimedOut',
      message: like(/'review' was not answered within 300 ms/),
    });
    expect(await run.pauses()).toEqual([]);
  });

  test.for([null, false, 0, { approved: false }])('a timeout with onTimeout %j gives that', async (fallback) => {
    expect(await environment.run('timed', { timeout: 200, fallback })).toEqual({ answer: fallback });
  });

  test('an answer in time cancels the timer, and the deadline is shown', async () => {
    const run = await paused('timed', { timeout: '1 hour' });
    const [open] = await run.pauses();
    expect(Date.parse(open?.deadline ?? '') - Date.parse(open?.since ?? '')).toBe(3_600_000);
    await run.resume('review', 1);
    expect(await run.result()).toEqual({ answer: 1 });
    expect(kinds(await environment.history(run.id))).toContain('timerCanceled');
  });

  test('a late answer is refused', async () => {
    const run = await environment.start('timed', { timeout: 200 });
    await run.result();
    expect(await failureOf(run.resume('review', 1))).toMatchObject({ code: 'Run.AlreadyFinished' });
  });

  test('cancelling at a pause ends the run as cancelled, and the pause is no longer listed', async () => {
    const run = await paused('single');
    await run.cancel();
    expect(await failureOf(run.result())).toMatchObject({ code: 'Run.Cancelled' });
    expect(await run.describe()).toMatchObject({ status: 'cancelled', openPauses: [] });
    expect(await run.pauses()).toEqual([]);
  });
});

describe('twenty pauses, and workers that come and go', () => {
  const shuffled = Array.from({ length: 20 }, (_, index) => index).toSorted(() => Math.random() - 0.5);
  const ids = shuffled.map((index) => `p${index}`);
  const answers = Array.from({ length: 20 }, (_, index) => index);

  test('twenty open pauses take concurrent answers in random order', async () => {
    const run = await paused('twenty', undefined, ...ids);
    await Promise.all(shuffled.map((index) => run.resume(`p${index}`, index)));
    expect(await run.result()).toEqual(answers);
  });

  test('twenty answers at once right after the start all count', async () => {
    const run = await environment.start('twenty');
    await Promise.all(shuffled.map((index) => update(run, `p${index}`, index)));
    expect(await run.result()).toEqual(answers);
  });

  test('answers sent while no worker runs count when one is back; finished steps stay finished', async () => {
    const single = await paused('single');
    const first = await paused('pause_first');
    const many = await paused('twenty', undefined, ...ids);
    const ours = await paused('pause_first');
    await environment.stopWorker();
    await stock(single).signal('resume', { name: 'review', value: 'signalled' });
    const waiting = [
      ours.resume('review', 'resumed'),
      update(first, 'review', 'updated'),
      ...shuffled.map((index) => update(many, `p${index}`, index)),
    ];
    // The updates are on their way, with nobody there to take them.
    await new Promise((resolve) => setTimeout(resolve, 300));
    await environment.restartWorker();
    expect(await Promise.all(waiting)).toHaveLength(22);
    expect(await ours.result()).toEqual({ answer: 'resumed' });
    expect(await single.result()).toBe('signalled');
    expect(await first.result()).toEqual({ answer: 'updated' });
    expect(await many.result()).toEqual(answers);
    expect(bodies(single).map(({ label }) => label)).toEqual(['before', 'after']);
  });

  test('F-15 after a restart at a pause the first of two identical calls replays, the second runs', async () => {
    const run = await paused('pause_around', 'same', 'between');
    const invalid = await paused('with_schema');
    expect(bodies(run)).toHaveLength(1);
    await environment.restartWorker();
    expect(await openIds(run)).toEqual(['between']);
    await run.resume('between');
    expect(await run.result()).toEqual(['same', 'same']);
    expect(bodies(run)).toHaveLength(2);
    expect(await failureOf(invalid.resume('review', { approved: 1 }))).toMatchObject({ code: 'Pause.InvalidAnswer' });
    await invalid.resume('review', { approved: true, score: 2 });
    expect(await invalid.result()).toMatchObject({ score: 2 });
  });

  test('a timeout that passes while no worker runs counts', async () => {
    const run = await paused('timed', { timeout: '600ms', fallback: 'nobody' });
    await environment.stopWorker();
    await new Promise((resolve) => setTimeout(resolve, 700));
    await environment.restartWorker();
    expect(await run.result()).toEqual({ answer: 'nobody' });
  });

  test('histories of paused runs replay, however they were answered', async () => {
    const byUpdate = await paused('three_in_a_row', undefined, 'one');
    for (const [index, name] of ['one', 'two', 'three'].entries()) await update(byUpdate, name, index);
    const bySignal = await paused('with_schema');
    await stock(bySignal).signal('resume', { name: 'review', value: 'wrong' });
    await stock(bySignal).signal('resume', { name: 'review', value: { approved: false, score: 1 } });
    const early = await environment.start('slow_first');
    await update(early, 'review', 1);
    const cancelled = await paused('twenty', undefined, ...ids);
    await cancelled.cancel();
    const timedOut = await environment.start('timed', { timeout: 100 });
    const runs = [byUpdate, bySignal, early, cancelled, timedOut];
    await Promise.allSettled(runs.map((run) => run.result()));
    await replay({ app: appFile('pauses') }, await Promise.all(runs.map(({ id }) => environment.history(id))));
  });
});
