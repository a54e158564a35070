/** The headers of a fetch response, or anything that is read like them. */
export interface HeadersLike {
  get(name: string): string | null | undefined;
}

/** What a provider's headers say about another attempt. */
export interface RetryAdvice {
  /** Milliseconds to wait. */
  readonly retryAfter: number | undefined;
  /** Set only where the provider says it itself. */
  readonly retryable: boolean | undefined;
}

/** Reads `retry-after-ms`, `retry-after` (seconds or a date) and `x-should-retry`. */
export function readRetryAdvice(headers: HeadersLike | undefined, now = Date.now()): RetryAdvice {
  const wish = headers?.get('x-should-retry');
  return {
    retryAfter: millisecondsIn(headers, now),
    retryable: wish === 'true' ? true : wish === 'false' ? false : undefined,
  };
}

function millisecondsIn(headers: HeadersLike | undefined, now: number): number | undefined {
  const exact = amount(headers?.get('retry-after-ms'));
  if (exact !== undefined) return exact;
  const text = headers?.get('retry-after')?.trim();
  const seconds = amount(text);
  if (seconds !== undefined) return Math.round(seconds * 1_000);
  const date = text ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function amount(text: string | null | undefined): number | undefined {
  if (!text?.trim()) return undefined;
  const number = Number(text);
  return Number.isFinite(number) && number >= 0 ? number : undefined;
}
