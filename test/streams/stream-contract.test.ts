import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { httpStream, inProcessStream, postgresStream, streamHub } from 'perdure/worker';
import { streamContract, type StreamSubject } from 'perdure/testing';
import pg from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { postgresFolder, startPostgres } from '../activities/start-postgres.js';

const programs = postgresFolder();
const postgres = programs === undefined ? undefined : await startPostgres(programs);
afterAll(() => postgres?.stop());

/** Nobody listens at port 9. */
const nowhere = '127.0.0.1:9';

async function inProcess(): Promise<StreamSubject> {
  const channel = inProcessStream();
  return { channel, other: channel, close: async () => undefined };
}

async function overHttp(behind = inProcessStream()): Promise<StreamSubject> {
  const hub = streamHub({ channel: behind, token: 'secret' });
  const sockets = new Set<Socket>();
  const server = createServer(hub.handler).listen(0, '127.0.0.1');
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    channel: httpStream({ url, token: 'secret' }),
    other: httpStream({ url, token: 'secret' }),
    interrupt: async () => sockets.forEach((socket) => socket.destroy()),
    unreachable: httpStream({ url: `http://${nowhere}`, patience: 0 }),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await behind.close?.();
    },
  };
}

const quiet = { onProblem: () => undefined };

async function inPostgres(url: string): Promise<StreamSubject> {
  const [channel, other] = [postgresStream({ url, ...quiet }), postgresStream({ url, ...quiet })];
  return {
    channel,
    other,
    interrupt: async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query('select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()');
      await client.end();
    },
    unreachable: postgresStream({ url: `postgres://test@${nowhere}/postgres`, patience: 0, ...quiet }),
    close: async () => void (await Promise.all([channel.close?.(), other.close?.()])),
  };
}

const subjects: [name: string, open: () => Promise<StreamSubject>, skipped: number][] = [
  ['in this process', inProcess, 2],
  ['over HTTP', () => overHttp(), 0],
];
if (postgres) {
  subjects.push(['in PostgreSQL', () => inPostgres(postgres.url), 0]);
  subjects.push(['over HTTP, in PostgreSQL', () => overHttp(postgresStream({ url: postgres.url, ...quiet })), 0]);
} else test.skip('postgres: no PostgreSQL programs on this machine', () => {});

describe.each(subjects)('F-83 a stream %s', (_, open, skipped) => {
  const outcomes: string[] = [];
  for (const { name, run } of streamContract(open)) {
    test(name, async () => void outcomes.push(await run()));
  }
  test('leaves out nothing it could keep', () => {
    expect(outcomes.filter((outcome) => outcome === 'skipped')).toHaveLength(skipped);
  });
});
