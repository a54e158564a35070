import { PerdureError } from '../../src/errors.js';
import type { MemoryStore } from '../../src/ports/memory-store.js';

/** The stores of one worker, or of one direct run, by name; each is made ready when it is first asked for. */
export class MemoryStores {
  private readonly ready = new Map<string, Promise<MemoryStore>>();

  constructor(private readonly stores: Readonly<Record<string, MemoryStore>>) {}

  /** @throws PerdureError `Memory.UnknownStore` listing those there are */
  open(name: string): Promise<MemoryStore> {
    let store = this.ready.get(name);
    if (store === undefined) {
      store = this.initialize(name).catch((error: unknown) => {
        this.ready.delete(name);
        throw error;
      });
      this.ready.set(name, store);
    }
    return store;
  }

  async close(): Promise<void> {
    this.ready.clear();
    await Promise.allSettled(Object.values(this.stores).map(async (store) => store.close?.()));
  }

  private async initialize(name: string): Promise<MemoryStore> {
    const store = Object.hasOwn(this.stores, name) ? this.stores[name] : undefined;
    if (store === undefined) throw unknownStore(name, Object.keys(this.stores));
    await store.initialize?.();
    return store;
  }
}

function unknownStore(store: string, known: readonly string[]): PerdureError {
  const list = known.map((name) => `'${name}'`).join(', ');
  return new PerdureError({
    code: 'Memory.UnknownStore',
    message: `There is no memory store '${store}'. There are: ${list || 'none'}. Name it in the option 'memory' of the worker, or of directly(…) in a test.`,
    details: { store, stores: known },
  });
}
