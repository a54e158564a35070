import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { task } from '../../src/index.js';
import { directly, memoryStoreContract } from '../../testing/index.js';
import { createMemory } from '../../activities/memory/create-memory.js';
import { inMemory, postgres, sqlite } from '../../activities/index.js';
import type { MemoryStore } from '../../src/ports/memory-store.js';
import { postgresFolder, startPostgres } from './start-postgres.js';

const programs = postgresFolder();
const server = programs === undefined ? undefined : await startPostgres(programs);
const folder = mkdtempSync(join(tmpdir(), 'perdure-memory-'));
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const databases: [name: string, create: () => MemoryStore][] = [['sqlite', () => sqlite(join(folder, 'facts.db'))]];
if (server) databases.push(['postgres', () => postgres(server.url)]);
else test.skip('postgres: no PostgreSQL programs on this machine', () => {});

describe.each([['memory', inMemory] as const, ...databases])('long-term memory in %s', (_, create) => {
  for (const { name, run } of memoryStoreContract(create)) test(name, run);
});

describe.each(databases)('a database of facts in %s', (_, create) => {
  const place = { agent: 'helper', scope: randomUUID() };

  test('can be opened by several at once, and is the same for all', async () => {
    const stores = Array.from({ length: 4 }, create);
    const write = randomUUID();
    await Promise.all(stores.map((store, index) => store.memorize(place, { key: `k${index}`, value: index }, write)));
    // One write, whoever makes it.
    expect(await stores[0]!.keys(place)).toHaveLength(1);
    await stores[1]!.forget(place, undefined, randomUUID());
    expect(await stores[2]!.keys(place)).toEqual([]);
    await Promise.all(stores.map(async (store) => store.close?.()));
  });

  test('keeps nothing of a write that failed, so that it can be made again', async () => {
    const store = create();
    const write = randomUUID();
    await expect(store.memorize(place, { key: null as never, value: 1 }, write)).rejects.toThrow();
    await store.memorize(place, { key: 'again', value: 2 }, write);
    expect(await store.recall(place, 'again')).toEqual([{ key: 'again', value: 2 }]);
    await store.close?.();
  });
});

describe('the stores of a worker', () => {
  test('are made ready once, and again if that failed', async () => {
    let attempts = 0;
    const initialize = async (): Promise<void> => {
      attempts += 1;
      if (attempts === 1) throw new Error('not yet');
    };
    const stores = createMemory({ facts: { ...inMemory(), initialize } });
    await expect(stores.open('facts')).rejects.toThrow('not yet');
    const [one, other] = await Promise.all([stores.open('facts'), stores.open('facts')]);
    expect(one).toBe(other);
    expect(attempts).toBe(2);
  });

  test('are that of the worker where there is no other, which is said once', async () => {
    const lines: string[] = [];
    const note = (line: string): void => void lines.push(line);
    const stores = createMemory();
    const look = task('look_twice', async () => {
      for (const _ of [1, 2]) await (await stores.open('default')).keys({ agent: 'helper', scope: 'default' });
    });
    await directly(look, undefined, { log: { debug: note, info: note, warn: note, error: note } });
    expect(lines).toEqual([expect.stringContaining("in this worker's memory only")]);
  });

  test('are refused when they lack a method, and listed when one is asked for that does not exist', async () => {
    const lame = { ...inMemory(), keys: undefined as never };
    expect(() => createMemory({ lame })).toThrow(/'lame' is no memory store; it lacks keys\./);
    expect(() => createMemory({ none: null as never })).toThrow(/lacks memorize, recall/);
    await expect(createMemory({ facts: inMemory() }).open('fact')).rejects.toMatchObject({
      code: 'Memory.UnknownStore',
      message: expect.stringContaining("There are: 'default', 'facts'.") as string,
    });
  });
});
