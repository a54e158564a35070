import { PerdureError } from '../../../src/errors.js';
import { ModelError, type ModelProblem } from '../../../src/model/model-error.js';
import { readRetryAdvice } from '../wire/retry-after.js';

/** What the SDK's errors and an `error` event say. By fields, not by class: the SDK has a class for almost every code. */
interface Evidence {
  readonly status?: number | undefined;
  readonly type?: string | null;
  readonly errorCode?: string | null;
  readonly apiMessage?: string | null;
  readonly message?: string;
  readonly requestID?: string | null | undefined;
  readonly headers?: Headers | undefined;
}

/** A message may hold a whole page of a proxy. */
const longestMessage = 500;

const byType: Readonly<Record<string, ModelProblem>> = {
  authentication_error: 'Authentication',
  permission_error: 'Authentication',
  billing_error: 'Quota',
  invalid_request_error: 'InvalidRequest',
  not_found_error: 'InvalidRequest',
  request_too_large: 'ContextTooLong',
  rate_limit_error: 'RateLimit',
  overloaded_error: 'Overloaded',
  api_error: 'Unavailable',
  timeout_error: 'Unavailable',
};

const byStatus: Readonly<Record<number, ModelProblem>> = {
  401: 'Authentication',
  402: 'Quota',
  403: 'Authentication',
  408: 'Unavailable',
  409: 'Unavailable',
  413: 'ContextTooLong',
  429: 'RateLimit',
  529: 'Overloaded',
};

const advice: Partial<Record<ModelProblem, string>> = {
  Authentication: 'Check the key, and what it may be used for.',
  Quota: 'Look at credits and spend limits in the Anthropic console.',
  ContextTooLong: 'Send less: a smaller window of working memory, or shorter results of tools.',
};

/** Of a call that got no stream. */
export function failedCall(error: unknown): never {
  const evidence = error as Evidence & { readonly name?: string };
  if (evidence.status !== undefined || evidence.type) throw toModelError(evidence);
  if (evidence.name?.startsWith('APIConnection')) throw unreachable(error);
  throw new ModelError('InvalidRequest', { message: `The call to Anthropic could not be made: ${messageOf(error)}` });
}

/** Of a connection that breaks while the reply comes: `fetch` throws a plain `TypeError` then. */
export function brokenStream(error: unknown): PerdureError {
  if (PerdureError.is(error)) return error;
  return new ModelError('Unavailable', {
    message: `The connection to Anthropic broke in the middle of a reply: ${messageOf(error)}`,
  });
}

/** Of an `error` event in the middle of a stream, which has no status. */
export function failedStream(data: unknown): ModelError {
  const { type, message, details } =
    (data as { error?: { type?: string; message?: string; details?: unknown } }).error ?? {};
  const code = (details as { readonly error_code?: unknown } | null | undefined)?.error_code;
  return toModelError({
    type: type ?? 'api_error',
    apiMessage: message ?? null,
    errorCode: typeof code === 'string' ? code : null,
  });
}

function toModelError(evidence: Evidence): ModelError {
  const { status, type, errorCode, requestID, headers } = evidence;
  const problem = problemOf(evidence);
  const words = (evidence.apiMessage ?? evidence.message ?? '').slice(0, longestMessage) || 'it gave no reason.';
  const { retryAfter, retryable } = readRetryAdvice(headers);
  return new ModelError(problem, {
    message: [`Anthropic: ${words}`, advice[problem]].filter((part) => part).join(' '),
    details: {
      ...(status !== undefined && { status }),
      ...(type && { type }),
      ...(errorCode && { code: errorCode }),
      ...(requestID && { requestId: requestID }),
    },
    retryAfter,
    // What is used up stays used up, whatever is said of the status in general.
    retryable: problem === 'Quota' ? false : retryable,
  });
}

function problemOf({ status, type, errorCode, apiMessage, message }: Evidence): ModelProblem {
  const words = apiMessage ?? message ?? '';
  if (/spend_limit|billing/.test(errorCode ?? '') || /credit balance is too low/i.test(words)) return 'Quota';
  if (/prompt is too long|exceeds? (the )?(model's )?(maximum )?context (limit|window|length)/i.test(words)) {
    return 'ContextTooLong';
  }
  if (/blocked by content filtering/i.test(words)) return 'Refused';
  const known = (type && byType[type]) || (status !== undefined && byStatus[status]);
  if (known) return known;
  return status === undefined || status >= 500 ? 'Unavailable' : 'InvalidRequest';
}

function unreachable(error: unknown): ModelError {
  // The SDK says 'Connection error.'; the reason is further in.
  let reason: unknown = error;
  while ((reason as { readonly cause?: unknown }).cause instanceof Error) reason = (reason as Error).cause;
  return new ModelError('Unavailable', { message: `Anthropic cannot be reached: ${messageOf(reason)}` });
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, longestMessage);
}
