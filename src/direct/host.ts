/**
 * What plain Node offers to direct calls: environment, clock, timers, randomness and async context. The only file of
 * the portable code that looks at its surroundings; in the workflow sandbox nothing of it is called.
 */
interface AsyncContext<T> {
  run<R>(value: T, code: () => R): R;
  getStore(): T | undefined;
}

interface Surroundings {
  readonly process?: {
    readonly env: Readonly<Record<string, string | undefined>>;
    getBuiltinModule?(name: 'node:async_hooks'): { readonly AsyncLocalStorage: new <T>() => AsyncContext<T> };
  };
  readonly AbortController: new () => { readonly signal: never; abort(reason?: unknown): void };
  readonly crypto: { randomUUID(): string };
  setTimeout(code: () => void, milliseconds: number): unknown;
  clearTimeout(timer: unknown): void;
  readonly console: Readonly<Record<'debug' | 'info' | 'warn' | 'error', (...parts: unknown[]) => void>>;
}

const surroundings = globalThis as unknown as Surroundings;

export const host = {
  environment: (name: string): string | undefined => surroundings.process?.env[name],
  abortController: () => new surroundings.AbortController(),
  uuid: (): string => surroundings.crypto.randomUUID(),
  random: (): number => Math.random(),
  now: (): number => Date.now(),
  console: surroundings.console,
  /** Calls back later; the function that comes back prevents it. */
  after: (milliseconds: number, code: () => void): (() => void) => {
    const timer = surroundings.setTimeout(code, milliseconds);
    return () => surroundings.clearTimeout(timer);
  },
  /** Async context, or `undefined` where there is none (the sandbox). */
  asyncContext<T>(): AsyncContext<T> | undefined {
    const hooks = surroundings.process?.getBuiltinModule?.('node:async_hooks');
    return hooks && new hooks.AsyncLocalStorage<T>();
  },
};
