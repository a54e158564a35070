import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { memoryCache, postgresCache, sqliteCache } from '../../activities/index.js';
import { TaskCache } from '../../activities/cache/task-cache.js';
import type { CacheEntry, CacheStore } from '../../src/ports/cache-store.js';
import { postgresFolder, startPostgres } from './start-postgres.js';

const programs = postgresFolder();
const postgres = programs === undefined ? undefined : await startPostgres(programs);
const folder = mkdtempSync(join(tmpdir(), 'perdure-cache-'));
afterAll(async () => {
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const stores: [name: string, create: () => CacheStore][] = [
  ['memory', () => memoryCache()],
  ['sqlite', () => sqliteCache(join(folder, 'cache.db'))],
];
if (postgres) stores.push(['postgres', () => postgresCache(postgres.url)]);
else test.skip('postgres: no PostgreSQL programs on this machine', () => {});

const entry = (json: string, expires: number | null = null): CacheEntry => ({ json, digest: 'd', expires });

describe.each(stores)('the cache in %s', (name, create) => {
  test('gives back what was set, and the newest of two', async () => {
    const store = create();
    expect(await store.get(`${name}-none`)).toBeUndefined();
    await store.set(`${name}-a`, entry('1'));
    await store.set(`${name}-a`, entry('{"value":"ü"}', Date.now() + 60_000));
    expect(await store.get(`${name}-a`)).toMatchObject({ json: '{"value":"ü"}', digest: 'd' });
    await store.close?.();
  });

  test('forgets what has expired', async () => {
    const store = create();
    await store.set(`${name}-old`, entry('1', Date.now() - 1));
    await store.set(`${name}-new`, entry('2', Date.now() + 60_000));
    const old = await store.get(`${name}-old`);
    expect(old === undefined || (old.expires ?? 0) <= Date.now()).toBe(true);
    expect(await store.get(`${name}-new`)).toMatchObject({ json: '2' });
    await store.close?.();
  });

  test('can be opened by several at once and used after closing', async () => {
    if (name === 'memory') return;
    const all = [create(), create(), create()];
    await Promise.all(all.map((store, index) => store.set(`${name}-${index}`, entry(String(index)))));
    expect(await all[0]?.get(`${name}-2`)).toMatchObject({ json: '2' });
    for (const store of all) await store.close?.();
    expect(await all[0]?.get(`${name}-1`)).toMatchObject({ json: '1' });
    await all[0]?.close?.();
  });
});

describe('results through a cache', () => {
  const task = { name: 'task', cache: { ttl: undefined, key: undefined, version: undefined } };
  const warnings: string[] = [];
  const note = (message: string): void => void warnings.push(message);
  const call = { signal: new AbortController().signal, log: { debug: note, info: note, warn: note, error: note } };

  test('an entry that was changed from outside is not believed', async () => {
    const entries = new Map<string, CacheEntry>();
    const store: CacheStore = {
      get: async (key) => entries.get(key),
      set: async (key, value) => void entries.set(key, value),
    };
    const cache = new TaskCache(store);
    expect(await cache.through(task, [1], call, async () => 'right')).toBe('right');
    const [[key, kept] = []] = entries;
    entries.set(key as string, { ...(kept as CacheEntry), json: '{"value":"forged"}' });
    expect(await cache.through(task, [1], call, async () => 'right again')).toBe('right again');
    expect(warnings.splice(0)).toEqual([expect.stringMatching(/^Cache\.Damaged/)]);
  });

  test('a cache that is out of order costs a warning and no failure', async () => {
    const broken = async (): Promise<never> => {
      throw new Error('disk full');
    };
    const cache = new TaskCache({ get: broken, set: broken });
    expect(await cache.through(task, [1], call, async () => 'right')).toBe('right');
    expect(warnings.splice(0)).toHaveLength(2);
  });

  test('objects with the same fields in another order are the same arguments', async () => {
    const cache = new TaskCache(memoryCache());
    expect(await cache.through(task, [{ a: 1, b: [2] }], call, async () => 'first')).toBe('first');
    expect(await cache.through(task, [{ b: [2], a: 1 }], call, async () => 'second')).toBe('first');
    expect(await cache.through(task, [{ a: 1, b: [3] }], call, async () => 'third')).toBe('third');
  });

  test('memory drops what was used longest ago', async () => {
    const store = memoryCache({ maximumEntries: 2 });
    for (const key of ['a', 'b']) await store.set(key, entry(key));
    await store.get('a');
    await store.set('c', entry('c'));
    expect([await store.get('a'), await store.get('b'), await store.get('c')].map((one) => one?.json)).toEqual([
      'a',
      undefined,
      'c',
    ]);
  });
});
