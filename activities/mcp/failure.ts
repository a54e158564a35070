import { PerdureError } from '../../src/errors.js';
import { type Evidence, evidenceIn, wasNotDone } from './evidence.js';
import { mcpError } from './mcp-error.js';
import { AnswerLost } from './open-call.js';

/** What is known of the call that failed. */
export interface Failed {
  readonly server: string;
  /** `tool 'read_file'` */
  readonly what: string;
  /** Whether it may be made twice. */
  readonly repeatable: boolean;
  readonly timeout: number;
}

interface Row {
  readonly when: (evidence: Evidence) => boolean;
  readonly error: (failed: Failed, evidence: Evidence, cause: unknown) => PerdureError;
}

/** The first row that fits decides; the last one fits everything. */
const rows: readonly Row[] = [
  { when: ({ rpc }) => rpc === -32_022, error: ({ server }, { text }) => unsupportedVersion(server, text) },
  {
    when: ({ status }) => status === 401 || status === 403,
    error: ({ server }, { status }, cause) => unauthorized(server, status, cause),
  },
  {
    when: ({ rpc }) => rpc === -32_001,
    error: ({ server, what, timeout, repeatable }, _, cause) =>
      mcpError(
        'Mcp.TimedOut',
        server,
        `${what} gave no answer within ${timeout / 1_000} s. ${repeatable ? '' : 'It may have had its effects, so it is not called again. '}If it may take longer, raise its 'timeout'.`,
        { retryable: repeatable, cause },
      ),
  },
  {
    when: ({ rpc }) => rpc === -32_601 || rpc === -32_602 || rpc === -32_600,
    error: ({ server, what }, { text }, cause) => mcpError('Mcp.Refused', server, `${what}: ${text}`, { cause }),
  },
  {
    when: (evidence) => wasNotDone(evidence) || evidence.status === 429 || evidence.status === 503,
    error: ({ server, what }, { text }, cause) =>
      mcpError('Mcp.Unavailable', server, `${what} was not done: ${text}`, { retryable: true, cause }),
  },
  {
    when: ({ status = 0 }) => status >= 400 && status < 500 && status !== 408,
    error: ({ server, what }, { text }, cause) => mcpError('Mcp.Refused', server, `${what}: ${text}`, { cause }),
  },
  { when: () => true, error: (failed, { text }, cause) => lost(failed, text, cause) },
];

/** What a call that failed is reported as: here, where the evidence still is, it is judged once. */
export function toMcpError(error: unknown, failed: Failed): unknown {
  if (PerdureError.is(error)) return error;
  const evidence = evidenceIn(error);
  const row = rows.find(({ when }) => when(evidence)) as Row;
  return row.error(failed, evidence, error instanceof AnswerLost ? undefined : error);
}

function lost({ server, what, repeatable }: Failed, text: string, cause: unknown): PerdureError {
  if (repeatable)
    return mcpError('Mcp.ConnectionLost', server, `${what} got no answer: ${text}`, { retryable: true, cause });
  return mcpError(
    'Mcp.AmbiguousResult',
    server,
    `${what} was sent, and its answer was lost: ${text}. It may have had its effects, so it is not sent again. Say idempotent: true in the options of the tool if it may be.`,
    { cause },
  );
}

export function unauthorized(server: string, status: number | undefined, cause: unknown): PerdureError {
  const why =
    status === 403
      ? 'it does not allow this to whoever the credentials belong to'
      : 'it does not accept the credentials, also after they were asked for again';
  return mcpError('Mcp.Unauthorized', server, `${why}. Look at the secrets that its definition names.`, { cause });
}

export function unsupportedVersion(server: string, text: string): PerdureError {
  const supported = /"supported":\s*\[([^\]]*)\]/.exec(text)?.[1];
  return mcpError(
    'Mcp.UnsupportedVersion',
    server,
    `it speaks only versions of the protocol${supported ? ` (${supported.replaceAll('"', '')})` : ''} that are newer than what is spoken here, 2025-11-25 and before. Let it serve the older ones too.`,
  );
}
