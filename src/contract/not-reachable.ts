import { PerdureError } from '../errors.js';

/** The error of a server that does not answer, with the ways out. */
export function notReachable(address: string, cause: unknown): PerdureError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new PerdureError({
    code: 'Server.NotReachable',
    message: `No Temporal server answers at ${address} (${reason}). Start one with 'perdure server start' or 'perdure dev', or set TEMPORAL_ADDRESS to a running cluster.`,
    details: { address },
    retryable: true,
    cause,
  });
}
