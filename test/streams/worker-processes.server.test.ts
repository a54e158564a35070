import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { connect, httpStream, postgresStream, type StreamChannel, type StreamEvent, streamHub } from 'perdure/client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { postgresFolder, startPostgres } from '../activities/start-postgres.js';

const address = process.env['PERDURE_TEST_ADDRESS'] ?? 'localhost:7233';
const script = fileURLToPath(new URL('./fixtures/run-speaking-worker.mjs', import.meta.url));
const programs = postgresFolder();

/** A model call that waits to be told what to say. */
interface Waiting {
  readonly pid: number;
  readonly response: ServerResponse;
}

const calls = new EventEmitter();
const waiting: Waiting[] = [];
const prompter = createServer((request, response) => {
  waiting.push({ pid: Number(request.url?.slice(1)), response });
  calls.emit('call');
});

async function untilWaiting(fits: () => boolean): Promise<void> {
  while (!fits()) await once(calls, 'call');
}

let postgres: Awaited<ReturnType<typeof startPostgres>> | undefined;
beforeAll(async () => {
  prompter.listen(0, '127.0.0.1');
  await once(prompter, 'listening');
  postgres = programs === undefined ? undefined : await startPostgres(programs);
});
afterAll(async () => {
  prompter.close();
  prompter.closeAllConnections();
  await postgres?.stop();
});

const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
  waiting.length = 0;
});

async function startWorker(taskQueue: string, environment: Record<string, string>): Promise<ChildProcess> {
  const url = `http://127.0.0.1:${(prompter.address() as AddressInfo).port}`;
  // One call at a time: two at once must be on two workers.
  const settings = { taskQueue, address, prompter: url, maxConcurrentActivityTaskExecutions: 1 };
  const child = spawn(process.execPath, [script, JSON.stringify(settings)], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  await once(child.stdout!, 'data');
  child.stdout!.resume();
  return child;
}

interface Place {
  readonly environment: Record<string, string>;
  readonly viewer: StreamChannel;
  close(): Promise<void>;
}

const places: Record<string, () => Promise<Place | undefined>> = {
  async 'a hub'() {
    const hub = await streamHub({ token: 'secret' }).listen();
    const environment = { PERDURE_STREAM: hub.url, PERDURE_STREAM_TOKEN: 'secret' };
    return { environment, viewer: httpStream({ url: hub.url, token: 'secret' }), close: () => hub.close() };
  },
  async PostgreSQL() {
    if (postgres === undefined) return undefined;
    const viewer = postgresStream(postgres.url);
    return { environment: { PERDURE_STREAM: postgres.url }, viewer, close: async () => viewer.close?.() };
  },
};

const textOf = (events: readonly StreamEvent[]) =>
  events.map(({ frame }) => (frame.type === 'text-delta' ? frame.text : '')).join('');

describe.each(Object.keys(places))('F-83 workers in other processes, with %s', (name) => {
  let place: Place | undefined;
  beforeAll(async () => {
    place = await places[name]!();
  });
  afterAll(() => place?.close());

  test('two of them show one run, in order, to every viewer', async ({ skip }) => {
    if (place === undefined) return skip();
    const taskQueue = `speaking-${process.pid}-${name}-two`;
    const workers = await Promise.all([1, 2].map(() => startWorker(taskQueue, place!.environment)));
    const app = await connect({ address, taskQueue, stream: place.viewer });
    const run = await app.start('speak_together', 'Well?');
    const watch = async (): Promise<StreamEvent[]> => {
      const events: StreamEvent[] = [];
      for await (const event of run.stream()) events.push(event);
      return events;
    };
    const watched = Promise.all([watch(), watch()]);
    await untilWaiting(() => waiting.length === 2);
    expect(new Set(waiting.map(({ pid }) => pid))).toEqual(new Set(workers.map(({ pid }) => pid)));
    for (const { response } of waiting) response.end('Tea is good.');
    await run.result();
    const [one, two] = await watched;
    expect(one).toEqual(two);
    expect(one!.map(({ seq }) => seq)).toEqual(one!.map((_, index) => index + 1));
    for (const agent of ['first_speaker', 'second_speaker']) {
      const own = one!.filter(({ frame }) => frame.agent === agent);
      expect(own.at(0)?.frame.type).toBe('step-start');
      expect(textOf(own)).toMatch(/^\d+: Tea is good\.$/);
      expect(own.at(-1)?.frame.type).toBe('step-end');
    }
    expect(await (await connect({ address, taskQueue, stream: place.viewer })).run(run.id).result()).toHaveLength(2);
    await app.close();
  });

  test('one that is killed in mid-stream makes viewers begin the turn anew', { timeout: 120_000 }, async ({ skip }) => {
    if (place === undefined) return skip();
    const taskQueue = `speaking-${process.pid}-${name}-killed`;
    const doomed = await startWorker(taskQueue, place.environment);
    const app = await connect({ address, taskQueue, stream: place.viewer });
    const run = await app.start('speak', 'Well?');
    const events: StreamEvent[] = [];
    for await (const event of run.stream()) {
      events.push(event);
      // The words are with the viewer, the call is not over.
      if (event.frame.type === 'text-delta' && event.frame.text === `${doomed.pid}: `) {
        doomed.kill('SIGKILL');
        const next = await startWorker(taskQueue, place.environment);
        void untilWaiting(() => waiting.some(({ pid }) => pid === next.pid)).then(() =>
          waiting.find(({ pid }) => pid === next.pid)?.response.end('Tea is good.'),
        );
      }
    }
    const restart = events.findIndex(({ frame }) => frame.type === 'attempt-restart');
    expect(events[restart]?.frame).toMatchObject({ agent: 'first_speaker', turn: 1, attempt: 2 });
    expect(textOf(events.slice(0, restart))).toBe(`${doomed.pid}: `);
    expect(textOf(events.slice(restart))).toBe(await run.result());
    // The call that was under way, and once more.
    expect(waiting).toHaveLength(2);
    await app.close();
  });
});
