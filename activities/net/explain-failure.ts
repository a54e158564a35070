import { PerdureError } from '../../src/errors.js';
import { addressRefused } from './address-refused.js';

/** Trouble of the moment; what is left, such as a wrong certificate or an unknown name, is the same a second later. */
const passing: readonly string[] = [
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_SOCKET',
];

/** Why a request failed: the reason beneath the HTTP client's own words. */
export function explainFailure(error: unknown, host: string): unknown {
  for (let reason: unknown = error; reason instanceof Error; reason = reason.cause) {
    if (PerdureError.is(reason)) return reason;
    if (reason.message === 'bad port')
      return addressRefused(host, 'its port is that of another service, such as mail.');
    const { code } = reason as { readonly code?: unknown };
    if (typeof code === 'string') return unreachable(host, code, error);
  }
  return unreachable(host, error instanceof Error ? error.message : String(error), error);
}

function unreachable(host: string, reason: string, cause: unknown): PerdureError {
  return new PerdureError({
    code: 'Net.Unreachable',
    message: `The request to '${host}' failed (${reason}).`,
    retryable: passing.includes(reason),
    details: { host, reason },
    cause,
  });
}
