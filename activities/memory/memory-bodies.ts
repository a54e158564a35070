import { type MemoryCall, memoryTasks } from '../../src/agent/memory/memory-tasks.js';
import { PerdureError } from '../../src/errors.js';
import type { Fact, MemoryPlace, MemoryStore } from '../../src/ports/memory-store.js';
import type { TaskDefinition } from '../../src/task/definition.js';
import { taskContext } from '../../src/task/task-context.js';
import type { MemoryStores } from './memory-stores.js';

/** Of one agent in one scope. A model that stores for ever would otherwise fill the disk. */
const mostFacts = 1_000;
/** Of all facts recalled at once, in characters of JSON; history takes 2 MiB for one value. */
const mostAtOnce = 1024 * 1024;

type Work = (store: MemoryStore, call: Omit<MemoryCall, 'store'>) => Promise<unknown>;

const works: Readonly<Record<keyof typeof memoryTasks, Work>> = {
  async memorize(store, { key = '', value = null, ...place }) {
    const keys = await store.keys(place);
    if (keys.length >= mostFacts && !keys.includes(key)) throw full(place);
    await store.memorize(place, { key, value }, taskContext().idempotencyKey);
  },
  async recall(store, { key, ...place }) {
    const facts = await store.recall(place, key);
    checkTogether(facts, place);
    return facts.toSorted((one, other) => compare(one.key, other.key));
  },
  forget: (store, { key, ...place }) => store.forget(place, key, taskContext().idempotencyKey),
  keys: async (store, place) => (await store.keys(place)).toSorted(compare),
  scopes: async (store, { agent }) => (await store.scopes(agent)).toSorted(compare),
};

/** The bodies of the tasks of long-term memory over some stores, by their activities' names. */
export function memoryBodies(stores: MemoryStores): Readonly<Record<string, TaskDefinition['body']>> {
  const bodyOf = (work: Work): TaskDefinition['body'] => {
    const body = async ({ store: name, ...call }: MemoryCall): Promise<unknown> => {
      try {
        return await work(await stores.open(name), call);
      } catch (error) {
        throw PerdureError.is(error) ? error : unavailable(name, error);
      }
    };
    return body as TaskDefinition['body'];
  };
  const names = Object.keys(works) as (keyof typeof works)[];
  return Object.fromEntries(names.map((name) => [memoryTasks[name].name, bodyOf(works[name])]));
}

function checkTogether(facts: readonly Fact[], { agent, scope }: MemoryPlace): void {
  const characters = facts.reduce((sum, fact) => sum + JSON.stringify(fact).length, 0);
  if (characters <= mostAtOnce) return;
  throw new PerdureError({
    code: 'Memory.TooLarge',
    message: `All ${facts.length} facts of agent '${agent}' in scope '${scope}' have ${characters} characters; at once there may be ${mostAtOnce}. Recall them by key: keys() lists the keys.`,
    details: { agent, scope, characters, limit: mostAtOnce },
  });
}

function full({ agent, scope }: MemoryPlace): PerdureError {
  return new PerdureError({
    code: 'Memory.Full',
    message: `Agent '${agent}' remembers ${mostFacts} facts in scope '${scope}' already, and there may be no more. Forget some, or use another scope.`,
    details: { agent, scope, limit: mostFacts },
  });
}

function unavailable(store: string, cause: unknown): PerdureError {
  return new PerdureError({
    code: 'Memory.Unavailable',
    message: `The memory store '${store}' does not answer: ${text(cause)}`,
    retryable: true,
    details: { store },
    cause,
  });
}

/** Node joins the failures of several addresses in one error that says nothing itself. */
function text(error: unknown): string {
  const { message, errors } = (error ?? {}) as { readonly message?: string; readonly errors?: readonly unknown[] };
  return message || (errors?.length ? text(errors[0]) : String(error));
}

/** As JavaScript compares, whatever order a database has. */
function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
