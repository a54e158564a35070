import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Json } from '../src/json.js';
import type { Fact, MemoryPlace, MemoryStore } from '../src/ports/memory-store.js';

/** One promise of the contract; rejects if it is not kept. */
export interface MemoryStoreCheck {
  readonly name: string;
  run(this: void): Promise<void>;
}

/** A store that is open, and a place in it where nobody has been. */
interface Subject {
  readonly store: MemoryStore;
  readonly place: MemoryPlace;
}

type Check = (subject: Subject) => Promise<void>;

const byKey = (facts: readonly Fact[]): Record<string, Json> =>
  Object.fromEntries(facts.map(({ key, value }) => [key, value]));

const checks: Readonly<Record<string, Check>> = {
  'gives back what was kept, whatever JSON it is': async ({ store, place }) => {
    const values: Record<string, Json> = { text: 'ü 🎈 \u0000', number: 1.5, none: null, yes: true, list: [{ a: [] }] };
    for (const [key, value] of Object.entries(values)) await store.memorize(place, { key, value }, randomUUID());
    assert.deepEqual(byKey(await store.recall(place)), values);
    assert.deepEqual(await store.recall(place, 'list'), [{ key: 'list', value: [{ a: [] }] }]);
    assert.deepEqual((await store.keys(place)).toSorted(), Object.keys(values).toSorted());
  },
  'knows nothing at the beginning': async ({ store, place }) => {
    assert.deepEqual(await store.recall(place), []);
    assert.deepEqual(await store.recall(place, 'tea'), []);
    assert.deepEqual(await store.keys(place), []);
    assert.deepEqual(await store.scopes(place.agent), []);
    await store.forget(place, 'tea', randomUUID());
    await store.forget(place, undefined, randomUUID());
  },
  'keeps the newest of two under one key': async ({ store, place }) => {
    await store.memorize(place, { key: 'tea', value: 'green' }, randomUUID());
    await store.memorize(place, { key: 'tea', value: { kind: 'black' } }, randomUUID());
    assert.deepEqual(await store.recall(place), [{ key: 'tea', value: { kind: 'black' } }]);
  },
  'takes keys as they are': async ({ store, place }) => {
    const keys = ["it's", '%', '_', 'a"b', 'Tea', 'tea', '茶', '__proto__', 'x'.repeat(200)];
    for (const key of keys) await store.memorize(place, { key, value: key }, randomUUID());
    assert.deepEqual((await store.keys(place)).toSorted(), keys.toSorted());
    for (const key of keys) assert.deepEqual(await store.recall(place, key), [{ key, value: key }]);
  },
  'forgets one fact, then all': async ({ store, place }) => {
    for (const key of ['a', 'b', 'c']) await store.memorize(place, { key, value: key }, randomUUID());
    await store.forget(place, 'b', randomUUID());
    assert.deepEqual((await store.keys(place)).toSorted(), ['a', 'c']);
    await store.forget(place, undefined, randomUUID());
    assert.deepEqual(await store.keys(place), []);
    assert.deepEqual(await store.scopes(place.agent), []);
  },
  'keeps agents and scopes apart': async ({ store, place }) => {
    const other = { ...place, agent: `${place.agent}-other` };
    const project = { ...place, scope: 'project' };
    for (const where of [place, other, project]) {
      await store.memorize(where, { key: 'who', value: `${where.agent}/${where.scope}` }, randomUUID());
    }
    await store.forget(other, undefined, randomUUID());
    assert.deepEqual(await store.recall(other), []);
    for (const where of [place, project]) {
      assert.deepEqual(byKey(await store.recall(where)), { who: `${where.agent}/${where.scope}` });
    }
    assert.deepEqual((await store.scopes(place.agent)).toSorted(), [place.scope, 'project'].toSorted());
  },
  'changes nothing when a write is repeated': async ({ store, place }) => {
    const [kept, forgotten] = [randomUUID(), randomUUID()];
    await store.memorize(place, { key: 'tea', value: 'green' }, kept);
    await store.memorize(place, { key: 'tea', value: 'black' }, randomUUID());
    await store.memorize(place, { key: 'tea', value: 'green' }, kept);
    assert.deepEqual(byKey(await store.recall(place)), { tea: 'black' });
    await store.forget(place, undefined, forgotten);
    await store.memorize(place, { key: 'tea', value: 'white' }, randomUUID());
    await store.forget(place, undefined, forgotten);
    await store.memorize(place, { key: 'tea', value: 'green' }, kept);
    assert.deepEqual(byKey(await store.recall(place)), { tea: 'white' });
  },
  'takes many calls at once': async ({ store, place }) => {
    const keys = Array.from({ length: 20 }, (_, index) => `key-${index}`);
    const same = randomUUID();
    await Promise.all([
      ...keys.map((key) => store.memorize(place, { key, value: key }, randomUUID())),
      ...keys.map(() => store.memorize(place, { key: 'same', value: 1 }, same)),
    ]);
    assert.deepEqual((await store.keys(place)).toSorted(), [...keys, 'same'].toSorted());
  },
  'can be used after it was closed': async ({ store, place }) => {
    await store.memorize(place, { key: 'tea', value: 'green' }, randomUUID());
    await store.close?.();
    await store.initialize?.();
    assert.deepEqual(byKey(await store.recall(place)), { tea: 'green' });
  },
};

/**
 * What every store of long-term memory has to keep, for any test runner:
 *
 * ```ts
 * for (const { name, run } of memoryStoreContract(() => myStore())) test(name, run);
 * ```
 * Stores may share their facts: each check has an agent of its own.
 */
export function memoryStoreContract(create: () => MemoryStore | Promise<MemoryStore>): readonly MemoryStoreCheck[] {
  return Object.entries(checks).map(([name, check]) => ({
    name,
    async run() {
      const store = await create();
      try {
        await store.initialize?.();
        await check({ store, place: { agent: randomUUID(), scope: 'user:123' } });
      } finally {
        await store.close?.();
      }
    },
  }));
}
