import { PerdureError } from '../../../src/errors.js';
import { streamUnavailable } from '../stream-error.js';

/** Classes of states in which nothing is wrong with what was asked: connection, resources, shutdown, an aborted transaction. */
const passing = /^(08|53|57|58|40)/;

/** What PostgreSQL or the way to it said, typed. */
export function postgresFailure(place: string, error: unknown): PerdureError {
  if (PerdureError.is(error)) return error;
  const { code = '' } = error as { readonly code?: string };
  const isState = /^[0-9A-Z]{5}$/.test(code);
  if (!isState || passing.test(code)) return streamUnavailable(place, error);
  return new PerdureError({
    code: 'Stream.Refused',
    message: `PostgreSQL at ${place} refuses the stream: ${(error as Error).message} (${code}). Look at the user, the database and the rights to its tables.`,
    details: { place, state: code },
    cause: error,
  });
}
