import { PerdureError } from '../../../src/errors.js';
import { ModelError, type ModelProblem } from '../../../src/model/model-error.js';
import { type HeadersLike, readRetryAdvice } from '../wire/retry-after.js';

/** What is known of a failure, wherever it was said: in a status, in an event of the stream, by the network. */
interface Evidence {
  readonly status?: number | undefined;
  readonly code: string;
  readonly type: string;
  readonly message: string;
}

/** The first that matches decides; a quota that is used up comes as a 429 too. */
const rules: readonly (readonly [ModelProblem, (evidence: Evidence) => boolean])[] = [
  [
    'Quota',
    ({ status, code, type }) =>
      status === 402 || /insufficient_(quota|balance|funds|credits)|billing|quota_exceeded/.test(`${code} ${type}`),
  ],
  [
    'ContextTooLong',
    ({ status = 400, code, message }) =>
      status === 413 ||
      code === 'context_length_exceeded' ||
      (status < 500 &&
        status !== 429 &&
        /context (length|window|size)|maximum context|prompt is too long|input is too long/i.test(message)),
  ],
  ['Refused', ({ code, type }) => /content_(policy|filter)|bio_policy|cyber_policy/.test(`${code} ${type}`)],
  [
    'Authentication',
    ({ status, code, type }) =>
      status === 401 || status === 403 || /invalid_api_key|authentication|permission/.test(`${code} ${type}`),
  ],
  ['RateLimit', ({ status, code, type }) => status === 429 || /rate_limit/.test(`${code} ${type}`)],
  [
    'Overloaded',
    ({ status, code, type }) => status === 529 || status === 503 || /overloaded|slow_down/.test(`${code} ${type}`),
  ],
  ['Unavailable', ({ status = 0 }) => status >= 500 || [408, 409, 425].includes(status)],
  [
    'InvalidRequest',
    ({ status = 0, code, type }) =>
      status >= 400 ||
      /^invalid_|_invalid$|not_found|_image|^image_|^data_residency|unsupported/.test(`${type || code}`),
  ],
];

/** An error that a server has put into its stream. */
export class ReportedError extends Error {
  constructor(
    message: string,
    readonly code: unknown,
    readonly type?: unknown,
  ) {
    super(message);
  }
}

export interface Asked {
  /** In messages: who was asked. */
  readonly who: string;
  /** Taken out of what a server says: some repeat it. */
  readonly key: string | undefined;
}

/**
 * The typed failure behind what the SDK or the network throws. Neither the SDK's error nor anything that was sent is
 * kept in it. What is a mistake of ours comes back as it is.
 */
export function classify(error: unknown, { who, key }: Asked): unknown {
  if (PerdureError.is(error) || !(error instanceof Error)) return error;
  if (error instanceof SyntaxError)
    return new ModelError('Truncated', { message: `${who} sent something that is not valid JSON.` });
  const { status, code, type, requestID, headers } = error as Error & Readonly<Record<string, unknown>>;
  const isSaid = error instanceof ReportedError || typeof status === 'number' || error.name === 'APIError';
  const isApi = isSaid || 'requestID' in error;
  if (!isApi && !isNetwork(error)) return error;
  const evidence: Evidence = {
    status: typeof status === 'number' ? status : statusIn(code),
    code: wordIn(code),
    type: wordIn(type),
    message: messageOf(error, key),
  };
  const problem = rules.find(([, fits]) => fits(evidence))?.[0] ?? 'Unavailable';
  return new ModelError(problem, {
    message: `${who} ${evidence.status === undefined ? 'failed' : 'refused'}: ${evidence.message}`,
    details: {
      status: evidence.status,
      code: evidence.code || undefined,
      requestId: typeof requestID === 'string' ? requestID : undefined,
    },
    ...readRetryAdvice(headers as HeadersLike | undefined),
  });
}

/** Some servers put the status there. */
function statusIn(code: unknown): number | undefined {
  return typeof code === 'number' && code >= 400 && code < 600 ? code : undefined;
}

function wordIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** `fetch` says `terminated` or `fetch failed`, and why in its cause. */
function isNetwork(error: Error): boolean {
  const { code } = (error.cause ?? error) as { readonly code?: unknown };
  return (
    (error instanceof TypeError && /terminated|fetch failed|network/i.test(error.message)) ||
    /^(UND_ERR_|E[A-Z]{4,})/.test(wordIn(code))
  );
}

const longest = 1_000;

function messageOf(error: Error, key: string | undefined): string {
  const reasons: string[] = [];
  for (let one: unknown = error; one instanceof Error && reasons.length < 4; one = one.cause) reasons.push(one.message);
  const text = [...new Set(reasons.filter(Boolean))].join(': ').slice(0, longest);
  return key ? text.replaceAll(key, '[API key]') : text;
}
