import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { choosePort } from '../../cli/server/choose-port.js';
import { eventually } from '../flux/open-app.js';
import { address, connected } from './connected.js';
import { startWorker } from './start-worker.js';

const app = connected();

const freePlace = async (): Promise<string> => `127.0.0.1:${await choosePort(undefined, '--port')}`;
const metricsAt = async (place: string): Promise<string> => (await fetch(`http://${place}/metrics`)).text();

/** The samples of our own metrics: name, the tags that are not Temporal's, value. */
function ours(text: string): string[] {
  const stocks = /^(namespace|taskQueue|workflowType|activityType|service_name)$/;
  return text
    .split('\n')
    .filter((line) => line.startsWith('perdure_'))
    .map((line) => {
      const [, name, tags = '', value] = /^(\w+)\{(.*)\} (\S+)$/.exec(line) ?? [];
      const own = tags.split(/,(?=\w+=")/).filter((tag) => !stocks.test(tag.split('=')[0] ?? ''));
      return `${name}{${own.sort().join(',')}} ${value}`;
    })
    .sort();
}

describe('metrics', () => {
  test('a worker serves what the engine and tasks, breakers, approvals and pauses do, for Prometheus', async () => {
    const prometheus = await freePlace();
    const taskQueue = `metrics-${prometheus}`;
    const worker = await startWorker({ address, taskQueue, metrics: { prometheus, tags: { team: 'blue' } } });
    const run = await app().start('story', undefined, { taskQueue });
    await run.resume('approve:deploy', { approved: false }, { wait: true });
    await run.resume('approve:deploy#2', { approved: true }, { wait: true });
    expect(await run.result()).toEqual([
      ['User.Error', 'User.Error', 'Task.CircuitOpen', 'succeeded'],
      'failed',
      'deployed',
    ]);
    await eventually(
      async () => ours(await metricsAt(prometheus)),
      [
        'perdure_approvals_answered{answer="approved",task="deploy",team="blue"} 1',
        'perdure_approvals_answered{answer="rejected",task="deploy",team="blue"} 1',
        'perdure_approvals_asked{task="deploy",team="blue"} 2',
        'perdure_cache_hits{team="blue"} 1',
        'perdure_cache_misses{team="blue"} 1',
        'perdure_circuit_breaker_changes{key="shaky",state="closed",team="blue"} 1',
        'perdure_circuit_breaker_changes{key="shaky",state="open",team="blue"} 1',
        'perdure_pauses_ended{how="answered",pause="approve:deploy",team="blue"} 2',
        'perdure_pauses_opened{pause="approve:deploy",team="blue"} 2',
      ],
    );
    const all = await metricsAt(prometheus);
    expect(all).toMatch(/^perdure_cache_hits\{.*activityType="kept".*\} 1$/m);
    expect(all).toMatch(/^temporal_workflow_completed\{.*workflow_type="story".*\} 1$/m);
    expect(all).toMatch(/^temporal_activity_execution_latency_bucket\{/m);
    await worker.stop();
  });

  test('a replay counts nothing again', async () => {
    const prometheus = await freePlace();
    const taskQueue = `metrics-${prometheus}`;
    // Without a cache of runs each workflow task replays the run from its beginning.
    const metrics = { prometheus };
    const worker = await startWorker({ address, taskQueue, metrics, maxCachedWorkflows: 0 });
    const run = await app().start('story', undefined, { taskQueue });
    for (const name of ['approve:deploy', 'approve:deploy#2'])
      await run.resume(name, { approved: true }, { wait: true });
    await run.result();
    await eventually(
      async () => ours(await metricsAt(prometheus)).filter((line) => /_(pauses|approvals)_/.test(line)),
      [
        'perdure_approvals_answered{answer="approved",task="deploy"} 2',
        'perdure_approvals_asked{task="deploy"} 2',
        'perdure_pauses_ended{how="answered",pause="approve:deploy"} 2',
        'perdure_pauses_opened{pause="approve:deploy"} 2',
      ],
    );
    await worker.stop();
  });

  test('a worker sends them to an OpenTelemetry collector', async () => {
    const collector = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void collector.close());
    await once(collector, 'listening');
    const asked = once(collector, 'request') as Promise<[IncomingMessage]>;
    const url = `http://127.0.0.1:${(collector.address() as AddressInfo).port}/v1/metrics`;
    const otlp = { url, http: true, interval: 100, headers: { 'x-team': 'blue' } };
    const worker = await startWorker({ address, taskQueue: `otlp-${url}`, metrics: { otlp } });
    const [request] = await asked;
    expect(request).toMatchObject({ method: 'POST', url: '/v1/metrics', headers: { 'x-team': 'blue' } });
    collector.on('request', (_, response) => response.end());
    await worker.stop();
  });
});

describe('one process, one runtime', () => {
  test('a second worker with the same options joins the first', async () => {
    const prometheus = await freePlace();
    const options = { address, taskQueue: `twice-${prometheus}`, metrics: { prometheus }, logging: { level: 'error' } };
    const worker = await startWorker({ ...options, secondWorker: {} });
    expect(await metricsAt(prometheus)).toMatch(/^temporal_num_pollers|^temporal_/m);
    await worker.stop();
  });

  test('a second worker that wants other metrics is refused', async () => {
    const [one, other] = [await freePlace(), await freePlace()];
    const options = { address, taskQueue: `two-${one}`, metrics: { prometheus: one } };
    const start = startWorker({ ...options, secondWorker: { metrics: { prometheus: other } } });
    await expect(start).rejects.toMatchObject({ code: 'Worker.RuntimeInstalled' });
  });

  test('an address that is taken, and one that is none, are said', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void taken.close());
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const start = (metrics: object): Promise<unknown> => startWorker({ address, taskQueue: 'none', metrics });
    await expect(start({ prometheus: `127.0.0.1:${port}` })).rejects.toMatchObject({
      code: 'Worker.MetricsUnavailable',
    });
    await expect(start({ prometheus: 'nowhere' })).rejects.toMatchObject({ code: 'Worker.InvalidOptions' });
    await expect(start({})).rejects.toMatchObject({ code: 'Worker.InvalidOptions' });
  });
});
