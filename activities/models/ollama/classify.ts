import { ModelError, type ModelProblem } from '../../../src/model/model-error.js';
import { readRetryAdvice } from '../wire/retry-after.js';

/** What is known of a call that was refused. */
export interface Refusal {
  readonly model: string;
  /** Unknown for an error in the middle of a stream. */
  readonly status?: number;
  readonly headers?: Headers;
  /** As JSON where it is JSON, else its text. */
  readonly body: unknown;
  readonly key: string | undefined;
}

interface Evidence {
  readonly status: number;
  readonly said: string;
}

interface Row {
  readonly problem: ModelProblem;
  readonly when: (evidence: Evidence) => boolean;
  /** What to do about it. */
  readonly advice?: (model: string) => string;
}

const noContext = /context (length|window|size)|exceed_context|prompt is too long|input (length|is too long)/i;
const noMoney = /usage limit|subscription|upgrade (to|for|your)/i;

/** The first row that matches decides. Ollama has no codes: its words are all there is besides the status. */
const rows: readonly Row[] = [
  {
    problem: 'ContextTooLong',
    when: ({ status, said }) => status === 413 || noContext.test(said),
    advice: () => "Give it a larger context: ollama({ options: { num_ctx: 32768 } }), or a smaller 'workingMemory'.",
  },
  {
    problem: 'InvalidRequest',
    when: ({ said }) => /model .*not found|try pulling/i.test(said),
    advice: (model) => `Run: ollama pull ${model}`,
  },
  {
    problem: 'Quota',
    when: ({ status, said }) => status === 402 || ([403, 429].includes(status) && noMoney.test(said)),
  },
  { problem: 'Authentication', when: ({ status }) => status === 401 || status === 403 },
  { problem: 'RateLimit', when: ({ status }) => status === 429 },
  {
    problem: 'Overloaded',
    when: ({ status, said }) =>
      status === 503 || status === 529 || /server busy|maximum pending|overloaded/i.test(said),
  },
  {
    problem: 'InvalidRequest',
    when: ({ status, said }) => status < 500 && /does not support tools/i.test(said),
    advice: () => "Choose a model that calls tools, such as 'ollama/qwen3:8b', or leave out the tools.",
  },
  {
    problem: 'InvalidRequest',
    when: ({ status, said }) => status < 500 && /does not support thinking/i.test(said),
    advice: () => "Leave out 'reasoning', or choose a model that thinks.",
  },
  {
    problem: 'InvalidRequest',
    when: ({ status }) => status === 404,
    advice: (model) => `Is this an Ollama server, and has it the model? If not, run: ollama pull ${model}`,
  },
  { problem: 'Unavailable', when: ({ status }) => status >= 500 || status === 408 || status === 409 },
  { problem: 'InvalidRequest', when: () => true },
];

/** What an answer that is no reply means for another attempt. */
export function classify({ model, status: answered, headers, body, key }: Refusal): ModelError {
  const { text, status: inBody } = errorIn(body);
  const status = answered ?? inBody ?? 500;
  const said = (key ? text.replaceAll(key, '[key]') : text).slice(0, 1_000);
  const row = rows.find(({ when }) => when({ status, said }));
  const advice = row?.advice?.(model);
  const failed = answered === undefined ? 'failed in the middle of its reply' : `answered ${answered}`;
  return new ModelError(row?.problem ?? 'Unavailable', {
    message: [`ollama/${model} ${failed}: ${said.replace(/\.$/, '') || 'nothing more'}.`, advice]
      .filter(Boolean)
      .join(' '),
    details: { status: answered },
    retryAfter: readRetryAdvice(headers).retryAfter,
  });
}

/** `{ error: 'text' }`; an object in servers that only resemble Ollama. */
function errorIn(body: unknown): { readonly text: string; readonly status?: number | undefined } {
  if (typeof body !== 'object' || body === null) return { text: typeof body === 'string' ? body : '' };
  const { error, status_code: status } = body as { readonly error?: unknown; readonly status_code?: unknown };
  const message = typeof error === 'object' && error !== null ? (error as { message?: unknown }).message : error;
  return {
    text: typeof message === 'string' ? message : JSON.stringify(error ?? body),
    status: typeof status === 'number' ? status : undefined,
  };
}
