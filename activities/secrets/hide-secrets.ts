import { PerdureError } from '../../src/errors.js';

/** Shorter values are not looked for: hiding `ab` everywhere would make every text unreadable. */
const shortest = 4;

/** Keeps the values of secrets out of everything that leaves a task's body. */
export class SecretHider {
  private readonly values: readonly (readonly [value: string, name: string])[];

  constructor(secrets: Readonly<Record<string, string>>) {
    this.values = Object.entries(secrets)
      .filter(([, value]) => value.length >= shortest)
      // As in URLs too.
      .flatMap(([name, value]) => [...new Set([value, encodeURIComponent(value)])].map((form) => [form, name] as const))
      // The longest first, in case one is part of another.
      .toSorted(([a], [b]) => b.length - a.length);
  }

  /** Whether there is anything to hide. */
  get isNeeded(): boolean {
    return this.values.length > 0;
  }

  text(text: string): string {
    return this.values.reduce((hidden, [value, name]) => hidden.replaceAll(value, `[secret ${name}]`), text);
  }

  /** JSON-like data with every text in it hidden, keys too. */
  data(value: unknown): unknown {
    if (!this.isNeeded) return value;
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return value.map((part) => this.data(part));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [this.text(key), this.data(part)]));
  }

  /** An error that was made to be sent, and everything it was caused by. */
  failure<E extends Error>(error: E): E {
    if (!this.isNeeded) return error;
    const fields = error as Error & { details?: unknown };
    fields.message = this.text(error.message);
    if (error.stack !== undefined) fields.stack = this.text(error.stack);
    if (Array.isArray(fields.details)) fields.details = this.data(fields.details);
    if (error.cause instanceof Error) this.failure(error.cause);
    else if (error.cause !== undefined) fields.cause = this.data(error.cause);
    return error;
  }

  /**
   * Results go into history as they are, so one that contains a secret is refused rather than changed in silence.
   * @throws PerdureError `Secret.InResult`
   */
  refuseIn(result: unknown, task: string): void {
    if (!this.isNeeded) return;
    const json = JSON.stringify(result) ?? '';
    // As JSON writes it: quotes and line ends of the value are escaped there.
    const found = this.values.find(([value]) => json.includes(JSON.stringify(value).slice(1, -1)));
    if (found === undefined) return;
    throw new PerdureError({
      code: 'Secret.InResult',
      message: `The result of task '${task}' contains the secret ${found[1]}, and results are kept in history. Return what the caller needs without it.`,
      details: { task, secret: found[1] },
    });
  }
}
