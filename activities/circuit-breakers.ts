import { isCancellation } from '../src/cancellation.js';
import { PerdureError } from '../src/errors.js';
import type { BreakerPolicy } from '../src/task/definition.js';

interface Breaker {
  failures: number;
  /** Milliseconds since 1970 until which no call passes; 0 while closed. */
  openUntil: number;
  isProbing: boolean;
}

/** The circuit breakers of one worker, shared by all its runs. */
export class CircuitBreakers {
  private readonly breakers = new Map<string, Breaker>();

  constructor(private readonly now: () => number = Date.now) {}

  /**
   * Runs a body unless its breaker is open. After the cooldown one call may probe: if it succeeds the breaker closes,
   * else it opens again.
   * @param changed told when the breaker opens or closes
   * @throws PerdureError `Task.CircuitOpen` without calling the body
   */
  async through<T>(
    task: string,
    policy: BreakerPolicy,
    run: () => Promise<T>,
    changed: (state: 'open' | 'closed') => void = () => undefined,
  ): Promise<T> {
    const breaker = this.breakers.get(policy.key) ?? { failures: 0, openUntil: 0, isProbing: false };
    this.breakers.set(policy.key, breaker);
    const isOpen = breaker.openUntil > 0;
    if (isOpen && (breaker.isProbing || this.now() < breaker.openUntil)) throw circuitOpen(task, policy, breaker);
    breaker.isProbing = isOpen;
    try {
      const result = await run();
      const wasOpen = breaker.openUntil > 0;
      Object.assign(breaker, { failures: 0, openUntil: 0 });
      if (wasOpen) changed('closed');
      return result;
    } catch (error) {
      if (isFailure(error)) {
        breaker.failures += 1;
        const wasOpen = breaker.openUntil > 0;
        if (isOpen || breaker.failures >= policy.failures) breaker.openUntil = this.now() + policy.cooldown;
        if (!wasOpen && breaker.openUntil > 0) changed('open');
      }
      throw error;
    } finally {
      if (isOpen) breaker.isProbing = false;
    }
  }
}

/** The caller's mistakes and cancellations say nothing about what the body depends on. */
function isFailure(error: unknown): boolean {
  if (isCancellation(error)) return false;
  return !(PerdureError.is(error) && /^(Task\.InvalidInput|Payload\.|Secret\.)/.test(error.code));
}

function circuitOpen(task: string, { key, failures }: BreakerPolicy, { openUntil }: Breaker): PerdureError {
  const until = new Date(openUntil).toISOString();
  return new PerdureError({
    code: 'Task.CircuitOpen',
    message: `task '${task}' was not called: ${failures} attempts in a row have failed, and its circuit breaker '${key}' is open until ${until}.`,
    details: { task, key, until },
  });
}
