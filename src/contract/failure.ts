/**
 * What crosses between the worlds when something fails: the facts of an error as JSON, listed field by field, with the
 * converter to and from beside them.
 *
 * `const facts = describeError(error); throw rebuildError(facts);`
 */
import { PerdureError } from '../errors.js';

export interface ErrorFacts {
  readonly code: string;
  readonly name: string;
  readonly message: string;
  readonly details: unknown;
  readonly retryable: boolean;
  readonly attempts?: number;
}

/** Properties an error may carry that travel inside `details` and come back as properties. */
const carried = ['others', 'undoFailures'] as const;

/** Longer messages are cut: Temporal keeps failures in the run's state and cuts them off far more bluntly. */
const maximumMessage = 10_000;

/** The facts of any thrown value. */
export function describeError(error: unknown): ErrorFacts {
  if (!(error instanceof Error) && !isErrorLike(error)) {
    return { code: 'User.Error', name: 'Error', message: text(error), details: null, retryable: true };
  }
  const source = error as Error & { code?: unknown; details?: unknown; retryable?: unknown; attempts?: unknown };
  const ours = PerdureError.is(error);
  return {
    code: ours || isCode(source.code) ? String(source.code) : 'User.Error',
    name: nameOf(source),
    message: shorten(source.message),
    details: withCarried(source),
    retryable: typeof source.retryable === 'boolean' ? source.retryable : true,
    ...(typeof source.attempts === 'number' && { attempts: source.attempts }),
  };
}

/** The error behind the facts; `cause` is what the engine wrapped around it. */
export function rebuildError(facts: ErrorFacts, cause?: unknown): PerdureError {
  const { code, name, message, details, retryable, attempts } = facts;
  const error = new PerdureError({ code, name, message, details, retryable, cause, attempts });
  if (typeof details === 'object' && details !== null) {
    for (const key of carried) {
      if (key in details) Object.defineProperty(error, key, { value: (details as Record<string, unknown>)[key] });
    }
  }
  return error;
}

/** Whether a value that came over the wire is an error's facts. */
export function isErrorFacts(value: unknown): value is ErrorFacts {
  if (typeof value !== 'object' || value === null) return false;
  const facts = value as Partial<Record<keyof ErrorFacts, unknown>>;
  return typeof facts.code === 'string' && typeof facts.message === 'string' && typeof facts.name === 'string';
}

/** The name people recognise: the one set on the error, else its class's. */
export function nameOf(error: Error): string {
  // One of ours that was rebuilt after the wire carries the original name, which may well be `Error`.
  if (error.name && (error.name !== 'Error' || PerdureError.is(error))) return error.name;
  return error.constructor?.name || 'Error';
}

function isErrorLike(error: unknown): error is Error {
  // An error of another realm (the sandbox's own `Error` is not Node's).
  return typeof error === 'object' && error !== null && typeof (error as Error).message === 'string';
}

function isCode(code: unknown): code is string {
  return typeof code === 'string' && code.length > 0;
}

function withCarried(error: Error & { details?: unknown; attempts?: unknown }): unknown {
  const extras = carried.flatMap((key) => {
    const errors = (error as unknown as Record<string, unknown>)[key];
    return Array.isArray(errors) ? [[key, errors.map(describeOther)] as const] : [];
  });
  const base = toJson(error.details);
  if (extras.length === 0) return base;
  const object = typeof base === 'object' && base !== null && !Array.isArray(base) ? base : { value: base };
  return { ...object, ...Object.fromEntries(extras) };
}

function describeOther(error: unknown): unknown {
  return isErrorFacts(error) && !(error instanceof Error) ? error : describeError(error);
}

/** Details must never be the reason why an error cannot be sent: what is not JSON becomes text. */
function toJson(details: unknown): unknown {
  if (details === undefined || details === null) return null;
  try {
    return JSON.parse(JSON.stringify(details)) as unknown;
  } catch {
    return text(details);
  }
}

function text(value: unknown): string {
  try {
    return shorten(String(value));
  } catch {
    return 'unprintable value';
  }
}

function shorten(message: string): string {
  return message.length > maximumMessage ? `${message.slice(0, maximumMessage)} … (cut)` : message;
}
