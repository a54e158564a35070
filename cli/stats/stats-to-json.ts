import type { Call } from './call.js';

/** A single call as `--json` shows it: times as ISO 8601, lengths in milliseconds. */
export function callToJson({ startedAt, until, status, summary, within, ...rest }: Call): object {
  return {
    ...rest,
    within: within ?? null,
    summary: summary ?? null,
    status,
    startedAt: new Date(startedAt).toISOString(),
    took: until - startedAt,
  };
}
