import type { Json } from '../../src/json.js';
import type { Fact, MemoryPlace, MemoryStore } from '../../src/ports/memory-store.js';

/** A repeated call comes soon, or not at all: this memory ends with its worker. */
const writesKept = 10_000;

/** Facts in the worker's own memory, gone when it ends: for tests and trials. */
export function inMemory(): MemoryStore {
  // By agent, scope and key. Values as JSON, so that nobody holds a part of what is kept.
  const agents = new Map<string, Map<string, Map<string, string>>>();
  const writes = new Set<string>();
  const factsIn = ({ agent, scope }: MemoryPlace): ReadonlyMap<string, string> =>
    agents.get(agent)?.get(scope) ?? new Map<string, string>();

  function isFirst(write: string): boolean {
    if (writes.has(write)) return false;
    writes.add(write);
    const [oldest] = writes;
    if (writes.size > writesKept && oldest !== undefined) writes.delete(oldest);
    return true;
  }

  return {
    memorize: async ({ agent, scope }, { key, value }, write) => {
      if (!isFirst(write)) return;
      const scopes = agents.get(agent) ?? new Map<string, Map<string, string>>();
      const facts = scopes.get(scope) ?? new Map<string, string>();
      agents.set(agent, scopes.set(scope, facts.set(key, JSON.stringify(value))));
    },
    recall: async (place, key) => {
      const facts = [...factsIn(place)].map(([name, json]): Fact => ({ key: name, value: JSON.parse(json) as Json }));
      return key === undefined ? facts : facts.filter((fact) => fact.key === key);
    },
    forget: async ({ agent, scope }, key, write) => {
      const scopes = agents.get(agent);
      const facts = scopes?.get(scope);
      if (!isFirst(write) || facts === undefined) return;
      if (key === undefined) facts.clear();
      else facts.delete(key);
      if (facts.size === 0) scopes?.delete(scope);
    },
    keys: async (place) => [...factsIn(place).keys()],
    scopes: async (agent) => [...(agents.get(agent)?.keys() ?? [])],
  };
}
