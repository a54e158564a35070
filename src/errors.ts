/**
 * The one error type of the library. Every abnormal end is a `PerdureError` with a constant `code`
 * (`Task.TimedOut`, `Pause.NotOpen`, …); the same word is the failure's type on the wire, so the Web UI, a `catch`
 * and the command line speak of the same thing.
 *
 * ```ts
 * try { await run.result(); } catch (error) { if (PerdureError.is(error, 'Task.TimedOut')) … }
 * ```
 */

/** `Noun.WhatHappened`. All codes are listed in `docs/errors.md`; a user's own error without a code is `User.Error`. */
export type ErrorCode = string;

export interface PerdureErrorOptions {
  readonly code: ErrorCode;
  readonly message: string;
  /** Whether trying again may help; decided where the evidence is, never guessed from the message later. */
  readonly retryable?: boolean;
  /** JSON-safe facts about the failure. Never a secret, never a rejected value. */
  readonly details?: unknown;
  readonly cause?: unknown;
  /** The name of the original error, kept for errors of user code. Default `PerdureError`. */
  readonly name?: string;
  /** How many attempts were made in all, where attempts were counted. */
  readonly attempts?: number;
}

// Registered symbol: two copies of the library (or the sandbox and Node) still recognise each other's errors.
const brand = Symbol.for('perdure.error');

export class PerdureError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly details: unknown;
  readonly attempts: number | undefined;

  constructor(options: PerdureErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    // Own properties by definition, not assignment: in the sandbox prototypes are frozen and would refuse it.
    Object.defineProperty(this, 'name', {
      value: options.name ?? 'PerdureError',
      configurable: true,
      writable: true,
      enumerable: false,
    });
    Object.defineProperty(this, brand, { value: true });
    this.code = options.code;
    this.retryable = options.retryable ?? false;
    this.details = options.details ?? null;
    this.attempts = options.attempts;
  }

  /** Recognises errors of this library across copies and after the wire; with `code`, that one only. */
  static is(error: unknown, code?: ErrorCode): error is PerdureError {
    if (typeof error !== 'object' || error === null || !(brand in error)) return false;
    return code === undefined || (error as { readonly code?: unknown }).code === code;
  }
}
