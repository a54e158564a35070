import { PerdureError } from '../../src/errors.js';

/** A place in words, without the password it may contain. */
export function placeOf(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, '')}`;
}

/** Passing: the place may answer again. */
export function streamUnavailable(place: string, cause: unknown): PerdureError {
  return new PerdureError({
    code: 'Stream.Unavailable',
    message: `The stream at ${place} cannot be reached (${reasonOf(cause)}). Is it running, and is the address right?`,
    details: { place },
    retryable: true,
    cause,
  });
}

export function invalidStreamOptions(message: string, cause?: unknown): PerdureError {
  return new PerdureError({ code: 'Stream.InvalidOptions', message, cause });
}

/** `fetch` says only that it failed; why is one level below, or in a list there. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const [inner] = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  const below = inner ?? error.cause;
  return below instanceof Error ? reasonOf(below) : error.message || error.name;
}
