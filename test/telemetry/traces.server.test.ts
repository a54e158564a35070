import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-base';
import type { TestEnvironment } from 'perdure/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../flux/open-app.js';
import { openTraced, toTree, traceOf } from './open-traced.js';

const exporter = new InMemorySpanExporter();
let environment: TestEnvironment;
beforeAll(async () => {
  environment = await openTraced(exporter);
});
afterAll(() => environment?.close());

describe('one trace', () => {
  test('spans the start, the run, each attempt of each task and the child runs', async () => {
    const run = await environment.start('family', 'Ada');
    expect(await run.result()).toEqual(['Hello, Ada', 'steady', 'quick', 'Hello, child']);
    // The last span leaves the sandbox with the end of the run, which the client may hear of first.
    await eventually(
      async () => toTree(traceOf(exporter, run.id)),
      [
        'StartWorkflow:family',
        '  RunWorkflow:family',
        '    StartActivity:greet',
        '      RunActivity:greet',
        '    StartActivity:quick',
        '      RunActivity:quick',
        '    StartActivity:unsteady',
        '      RunActivity:unsteady',
        '      RunActivity:unsteady',
        '    StartChildWorkflow:child',
        '      RunWorkflow:child',
        '        StartActivity:greet',
        '          RunActivity:greet',
      ],
    );
  });

  test('says of each attempt its run, task and number, and which one failed', async () => {
    const run = await environment.start('family', 'Bob');
    await run.result();
    const attempts = traceOf(exporter, run.id).filter(({ name }) => name === 'RunActivity:unsteady');
    const { runId } = await run.describe();
    expect(attempts.map(({ attributes, status }) => ({ ...attributes, status }))).toMatchObject(
      [1, 2].map((attempt) => ({
        temporalWorkflowId: run.id,
        run_id: runId,
        'perdure.task': 'unsteady',
        'perdure.workflow': 'family',
        'perdure.attempt': attempt,
        'perdure.queue': environment.taskQueue,
        status: attempt === 1 ? { code: 2, message: 'not yet' } : { code: 1 },
      })),
    );
    expect(attempts[0]?.resource.attributes['service.name']).toBe('perdure');
  });

  test('says of a run its ids and names, and nothing else of it', async () => {
    const run = await environment.start('fails');
    await expect(run.result()).rejects.toThrow('the workflow fails');
    await eventually(
      async () =>
        traceOf(exporter, run.id)
          .map(({ name }) => name)
          .includes('RunWorkflow:fails'),
      true,
    );
    const span = traceOf(exporter, run.id).find(({ name }) => name === 'RunWorkflow:fails');
    expect(span?.status).toMatchObject({ code: 2, message: 'the workflow fails' });
    expect(Object.keys(span?.attributes ?? {}).sort()).toEqual([
      'perdure.attempt',
      'perdure.namespace',
      'perdure.queue',
      'perdure.workflow',
      'run_id',
      'temporalWorkflowId',
    ]);
  });

  test('goes on through continue-as-new', async () => {
    const run = await environment.start('again', 1);
    expect(await run.result()).toBe('done');
    await eventually(
      async () => traceOf(exporter, run.id).filter(({ name }) => name === 'RunWorkflow:again').length,
      2,
    );
  });

  test('holds an answer under the run it went to, and no spans of questions', async () => {
    const run = await environment.start('asks');
    await run.resume('review', { approved: true });
    expect(await run.result()).toBe('Hello, approved');
    const names = (): string[] => exporter.getFinishedSpans().map(({ name }) => name);
    await eventually(async () => names().includes('HandleUpdate:resume'), true);
    expect(names().filter((name) => /^(HandleQuery|ValidateUpdate)/.test(name))).toEqual([]);
  });

  test('is the same trace after another worker took over in the middle', async () => {
    const run = await environment.start('asks');
    await eventually(async () => (await run.pauses()).length, 1);
    await environment.restartWorker();
    await run.resume('review', { approved: true });
    await run.result();
    await eventually(
      async () => toTree(traceOf(exporter, run.id)),
      ['StartWorkflow:asks', '  RunWorkflow:asks', '    StartActivity:greet', '      RunActivity:greet'],
    );
  });
});
