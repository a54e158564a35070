// Files of fast tests share a process, which saves half of their time; what one of them has defined is nothing to the next.
delete (globalThis as Record<symbol, unknown>)[Symbol.for('perdure.definitions')];
