import { ModelError, type ModelProblem } from '../../../src/model/model-error.js';
import { readRetryAdvice } from '../wire/retry-after.js';

/** What is known of a call that was refused. */
export interface Refusal {
  readonly model: string;
  /** Unknown for an error in the middle of a stream; then the body has it. */
  readonly status?: number;
  readonly headers?: Headers;
  /** As JSON where it is JSON, else its text. */
  readonly body: unknown;
  /** What must not be quoted: some messages of Google's name the key. */
  readonly key: string;
}

interface Evidence {
  readonly status: number;
  /** Google's own word, such as `RESOURCE_EXHAUSTED`. */
  readonly code: string;
  readonly said: string;
  /** Of `google.rpc.ErrorInfo`, such as `API_KEY_INVALID`. */
  readonly reason: string;
  /** Of `google.rpc.QuotaFailure`. */
  readonly quotas: string;
}

/** The first row that matches decides. */
const rows: readonly [problem: ModelProblem, when: (evidence: Evidence) => boolean][] = [
  // A wrong key is a bad request here.
  ['Authentication', ({ status, reason }) => status === 401 || status === 403 || /API_?KEY/.test(reason)],
  ['Authentication', ({ status, said }) => status === 400 && /api key (not valid|expired|not found)/i.test(said)],
  // Every limit is a 429 that speaks of quota and billing; only these do not pass within minutes.
  ['Quota', ({ status, quotas }) => status === 402 || (status === 429 && /per_?day/i.test(quotas))],
  [
    'Quota',
    ({ status, said }) => status === 429 && /credits are depleted|spend(ing)? (cap|limit)|limit: 0\b/i.test(said),
  ],
  ['RateLimit', ({ status }) => status === 429],
  ['ContextTooLong', ({ status }) => status === 413],
  [
    'ContextTooLong',
    ({ status, said }) => status === 400 && /token count.*exceeds|exceeds.*(context|token)/is.test(said),
  ],
  ['Overloaded', ({ status, code }) => status === 503 || status === 529 || code === 'UNAVAILABLE'],
  ['Unavailable', ({ status }) => status >= 500 || status === 408 || status === 409 || status === 499],
  ['InvalidRequest', () => true],
];

/** What an answer that is no reply means for another attempt. */
export function classify({ model, status: answered, headers, body, key }: Refusal): ModelError {
  const error = errorIn(body);
  const infos = (error.details ?? []).filter((detail) => typeof detail === 'object' && detail !== null);
  const status = answered ?? error.code ?? 500;
  const said = hide(error.message ?? (typeof body === 'string' ? body : ''), key).slice(0, 1_000);
  const evidence: Evidence = {
    status,
    code: error.status ?? '',
    said,
    reason: infos.map(({ reason = '' }) => reason).join(' '),
    quotas: infos
      .flatMap(({ violations = [] }) => violations)
      .map(({ quotaId = '' }) => quotaId)
      .join(' '),
  };
  const [problem] = rows.find(([, when]) => when(evidence)) ?? ['Unavailable' as const];
  const word = [status, error.status].filter(Boolean).join(' ');
  return new ModelError(problem, {
    message: `google/${model} answered ${word}: ${said || 'nothing more'}`,
    details: { status, reason: error.status },
    // Google says it in the body, and more exactly.
    retryAfter: delayIn(infos) ?? readRetryAdvice(headers).retryAfter,
  });
}

interface ErrorDetail {
  readonly reason?: string;
  readonly retryDelay?: string;
  readonly violations?: readonly { readonly quotaId?: string }[];
}

interface ErrorBody {
  readonly code?: number;
  readonly status?: string;
  readonly message?: string;
  readonly details?: readonly ErrorDetail[];
}

/** `{ error }`, or the same in a list. */
function errorIn(body: unknown): ErrorBody {
  const first: unknown = Array.isArray(body) ? body[0] : body;
  const error = (first as { readonly error?: unknown } | null | undefined)?.error;
  if (typeof error === 'string') return { message: error };
  return typeof error === 'object' && error !== null ? error : {};
}

/** Of `google.rpc.RetryInfo`: `17s`, `0.5s`. */
function delayIn(details: readonly ErrorDetail[]): number | undefined {
  const delay = details.find(({ retryDelay }) => retryDelay !== undefined)?.retryDelay;
  const seconds = Number(/^([\d.]+)s$/.exec(delay ?? '')?.[1] ?? Number.NaN);
  return Number.isNaN(seconds) ? undefined : Math.ceil(seconds * 1_000);
}

function hide(text: string, key: string): string {
  return text.replaceAll(key, '[key]');
}
