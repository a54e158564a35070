import { cancelledError } from '../cancellation.js';

/** A part of a direct run that is cancelled together; cancelling reaches everything inside it. */
export class CancelScope {
  private isCancelled = false;
  private readonly listeners = new Set<() => void>();

  constructor(parent?: CancelScope) {
    if (parent?.cancelled) this.isCancelled = true;
    parent?.listeners.add(() => this.cancel());
  }

  get cancelled(): boolean {
    return this.isCancelled;
  }

  cancel(): void {
    if (this.isCancelled) return;
    this.isCancelled = true;
    for (const listener of this.listeners) listener();
    this.listeners.clear();
  }

  /** A promise that ends by `begin`'s resolve or reject, or rejects when the scope is cancelled. */
  until<T>(
    what: string,
    begin: (resolve: (value: T) => void, reject: (error: unknown) => void) => (() => void) | void,
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.isCancelled) return reject(cancelledError(what));
      const stop = begin(end(resolve), end(reject));
      const onCancel = (): void => {
        stop?.();
        reject(cancelledError(what));
      };
      this.listeners.add(onCancel);
      const listeners = this.listeners;
      function end<A>(settle: (value: A) => void): (value: A) => void {
        return (value) => {
          listeners.delete(onCancel);
          settle(value);
        };
      }
    });
  }
}
