import { CancellationScope } from '@temporalio/workflow';
import { CallScope } from './call-scope.js';

/** Scopes nobody uses at the moment, by the scope they were made in. */
const spare = new WeakMap<CancellationScope, CallScope[]>();

/**
 * A cancel scope lent to one call, so that whoever holds the call's promise can cancel it alone. A scope whose call has
 * ended serves the next one: making a scope makes three promises, for each of which Temporal takes a stack trace, and a
 * chain of a thousand calls needs one scope.
 */
export class ScopeLoan {
  private readonly scope: CallScope;
  private readonly home: CallScope[];
  private ended = false;

  constructor() {
    const parent = CancellationScope.current();
    const home = spare.get(parent) ?? [];
    spare.set(parent, home);
    this.home = home;
    // Below a cancelled scope only a new one starts cancelled; a spare one would learn of it a moment later.
    this.scope = (parent.consideredCancelled ? undefined : home.pop()) ?? new CallScope();
  }

  run<T>(call: () => Promise<T>): Promise<T> {
    return this.scope.run(call);
  }

  /** Cancels the call if it still runs: afterwards the scope may be another call's. */
  readonly cancel = (): void => {
    if (!this.ended) this.scope.cancel();
  };

  /** The call and all it started have ended. */
  readonly giveBack = (): void => {
    this.ended = true;
    if (!this.scope.consideredCancelled) this.home.push(this.scope);
  };
}
