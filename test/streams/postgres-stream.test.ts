import { setMaxListeners } from 'node:events';
import type { PerdureError, StreamFrame } from 'perdure';
import { postgresStream, type StreamEvent } from 'perdure/client';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { postgresFolder, startPostgres } from '../activities/start-postgres.js';

const programs = postgresFolder();
const says = (text: string): StreamFrame => ({ agent: 'a', conversation: 'c', turn: 1, type: 'text-delta', text });

describe.skipIf(programs === undefined)('streams in PostgreSQL', () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  let admin: pg.Client;
  beforeAll(async () => {
    server = await startPostgres(programs!);
    admin = new pg.Client({ connectionString: server.url });
    await admin.connect();
  });
  afterAll(async () => {
    await admin?.end();
    await server?.stop();
  });

  function open(options: Partial<Parameters<typeof postgresStream>[0] & object> = {}) {
    const channel = postgresStream({ url: server.url, onProblem: () => undefined, ...options });
    onTestFinished(() => channel.close?.());
    return channel;
  }

  async function all(channel: ReturnType<typeof open>, run: string): Promise<StreamEvent[]> {
    const events: StreamEvent[] = [];
    for await (const event of channel.subscribe(run, { signal: AbortSignal.abort() })) events.push(event);
    return events;
  }

  const rows = async (sql: string): Promise<Record<string, unknown>[]> => (await admin.query(sql)).rows as never;

  test('many processes that begin at once make the tables once', async () => {
    const channels = Array.from({ length: 8 }, () => open());
    await Promise.all(channels.map((channel, index) => channel.publish('at-once', [says(String(index))])));
    const events = await all(channels[0]!, 'at-once');
    expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('all viewers of a process share one connection that listens, and leave none behind', async () => {
    const channel = open();
    const listening = "select pid from pg_stat_activity where query = 'listen perdure_stream'";
    const over = new AbortController();
    setMaxListeners(0, over.signal);
    const viewers = Array.from({ length: 20 }, async (_, index) => {
      const seen: number[] = [];
      for await (const { seq } of channel.subscribe(`shared-${index % 4}`, { signal: over.signal })) seen.push(seq);
      return seen;
    });
    for (let run = 0; run < 4; run += 1) await channel.publish(`shared-${run}`, [says('a'), says('b')]);
    await expect.poll(() => rows(listening)).toHaveLength(1);
    over.abort();
    for (const seen of await Promise.all(viewers)) expect(seen).toEqual([1, 2]);
    await expect.poll(() => rows(listening)).toHaveLength(0);
  });

  test('a viewer is woken, and does not look for itself', async () => {
    const channel = open();
    const events = channel.subscribe('woken')[Symbol.asyncIterator]();
    const first = events.next();
    await channel.publish('woken', [says('a')]);
    await first;
    for (let count = 0; count < 20; count += 1) {
      const next = events.next();
      const began = performance.now();
      await open().publish('woken', [says('b')]);
      await next;
      expect(performance.now() - began).toBeLessThan(2_000);
    }
    await events.return?.();
  });

  test('a lost connection is told once, typed, and what came meanwhile is caught up', async () => {
    const problems: PerdureError[] = [];
    const channel = open({ onProblem: (error) => void problems.push(error) });
    const events = channel.subscribe('lost')[Symbol.asyncIterator]();
    const first = events.next();
    await open().publish('lost', [says('a')]);
    await first;
    const next = events.next();
    await expect
      .poll(() => rows("select 1 from pg_stat_activity where query = 'listen perdure_stream'"))
      .toHaveLength(1);
    await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen perdure_stream'");
    await open().publish('lost', [says('b')]);
    expect((await next).value).toMatchObject({ seq: 2 });
    expect(problems).toMatchObject([{ code: 'Stream.Unavailable', retryable: true }]);
    await events.return?.();
  });

  test('events are forgotten by age, and numbers go on', async () => {
    const keeper = open();
    await keeper.publish('aged', [says('old'), says('older')]);
    await admin.query("update perdure_stream_events set at = now() - interval '2 hours' where run = 'aged'");
    // A channel of its own clears when it publishes first.
    await open({ retention: '1 hour' }).publish('aged', [says('new')]);
    await expect.poll(() => rows("select 1 from perdure_stream_events where run = 'aged'")).toHaveLength(1);
    expect(await all(keeper, 'aged')).toEqual([{ seq: 3, frame: says('new') }]);
  });

  test('a watching viewer sees a run whose counter was forgotten', async () => {
    const channel = open();
    const events = channel.subscribe('anew')[Symbol.asyncIterator]();
    const first = events.next();
    await channel.publish('anew', [says('a')]);
    await first;
    const second = events.next();
    await channel.publish('anew', [says('b')]);
    await second;
    const next = events.next();
    await admin.query("delete from perdure_stream_events where run = 'anew'");
    await admin.query("delete from perdure_stream_runs where run = 'anew'");
    await channel.publish('anew', [says('c')]);
    expect((await next).value).toEqual({ seq: 1, frame: says('c') });
    await events.return?.();
  });

  test('what the database refuses is final, typed, and names no password', async () => {
    const url = server.url.replace('test@', 'nobody:geheim@');
    const channel = open({ url });
    const attempt = channel.publish('refused', [says('a')]);
    await expect(attempt).rejects.toMatchObject({ code: 'Stream.Refused', retryable: false });
    await expect(attempt).rejects.not.toThrow(/geheim/);
    await expect(all(channel, 'refused')).rejects.toMatchObject({ code: 'Stream.Refused' });
  });

  test('a database that is away fails after patience, typed, and names no password', async () => {
    const channel = open({ url: 'postgres://test:geheim@127.0.0.1:9/postgres', patience: 100 });
    const attempt = all(channel, 'away');
    await expect(attempt).rejects.toMatchObject({ code: 'Stream.Unavailable', retryable: true });
    await expect(attempt).rejects.not.toThrow(/geheim/);
  });
});
