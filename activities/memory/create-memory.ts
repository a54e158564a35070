import { PerdureError } from '../../src/errors.js';
import type { MemoryStore } from '../../src/ports/memory-store.js';
import { taskContext } from '../../src/task/task-context.js';
import { inMemory } from './in-memory.js';
import { MemoryStores } from './memory-stores.js';

const methods = ['memorize', 'recall', 'forget', 'keys', 'scopes'] as const satisfies readonly (keyof MemoryStore)[];

/**
 * A worker's memory stores. Without one named `default` that is its own memory, which it says in the log when first used.
 * @throws PerdureError `Worker.InvalidOptions`
 */
export function createMemory(given: Readonly<Record<string, MemoryStore>> = {}): MemoryStores {
  for (const [name, store] of Object.entries(given)) {
    const missing = methods.filter((method) => typeof (store as Partial<MemoryStore> | null)?.[method] !== 'function');
    if (missing.length === 0) continue;
    throw new PerdureError({
      code: 'Worker.InvalidOptions',
      message: `memory: '${name}' is no memory store; it lacks ${missing.join(', ')}. Give inMemory(), sqlite(path), postgres(url), or an object with ${methods.join(', ')}.`,
      details: { store: name, missing },
    });
  }
  return new MemoryStores({ default: { ...inMemory(), initialize: noteLoss }, ...given });
}

/** Called once, within the first call that needs the store. */
async function noteLoss(): Promise<void> {
  taskContext().log.info("Long-term memory is kept in this worker's memory only; see its 'memory' option.");
}
