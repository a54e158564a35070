import { type Duration, toMilliseconds } from '../duration.js';
import { runtime } from '../runtime.js';

/**
 * Waits, durably: the timer is the server's, so it fires on time after any crash, also days later.
 * @param duration `'90s'`, `'3 days'` or milliseconds
 * @param summary what the timeline shows for the timer
 * @throws PerdureError `Duration.Invalid`
 */
export function sleep(duration: Duration, summary?: string): Promise<void> {
  return runtime().sleep(toMilliseconds(duration, 'sleep'), summary);
}

/** The time of the run: the same on every replay. */
export function now(): Date {
  return new Date(runtime().now());
}

/** Shows a value to whoever watches the run. Not recorded in history. */
export function progress(value: unknown): void {
  runtime().publish(value);
}
