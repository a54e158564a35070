import {
  type ContractSubject,
  type Situation,
  startWireServer,
  type WireAnswer,
  type WireServer,
} from 'perdure/testing';
import { google, type GoogleOptions } from '../../../activities/models/google/index.js';
import { unfinished } from '../unfinished.js';

export interface OpenGoogle extends ContractSubject {
  readonly server: WireServer;
}

export async function openGoogle(options: GoogleOptions = {}, model = 'gemini-3-pro'): Promise<OpenGoogle> {
  const server = await startWireServer();
  return {
    server,
    provider: google({ baseURL: server.url, ...options }),
    model,
    prepare(situation) {
      const answer = answerTo(situation);
      if (answer) server.answer(answer);
      return answer !== undefined;
    },
    close: () => server.close(),
  };
}

/** One event of a stream. */
export function event(parts: readonly object[], finishReason?: string, more: object = {}): object {
  return {
    candidates: [{ content: { role: 'model', parts }, index: 0, ...(finishReason && { finishReason }) }],
    modelVersion: 'gemini-3-pro',
    responseId: 'response-1',
    ...more,
  };
}

export function refused(status: number, word: string, message: string, details: readonly object[] = []): WireAnswer {
  return { status, json: { error: { code: status, message, status: word, details } } };
}

export const retryInfo = (delay: string): object => ({
  '@type': 'type.googleapis.com/google.rpc.RetryInfo',
  retryDelay: delay,
});
export const quotaFailure = (quotaId: string): object => ({
  '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
  violations: [{ quotaMetric: 'generate_content_requests', quotaId }],
});
export const overQuota = 'You exceeded your current quota, please check your plan and billing details.';

function answerTo(situation: Situation): WireAnswer | undefined {
  switch (situation.kind) {
    case 'text': {
      const { inputTokens, outputTokens } = situation.usage;
      const usageMetadata = {
        promptTokenCount: inputTokens,
        candidatesTokenCount: outputTokens - 2,
        thoughtsTokenCount: 2,
        totalTokenCount: inputTokens + outputTokens,
      };
      const events = situation.pieces.map((text, index) =>
        event([{ text }], index === situation.pieces.length - 1 ? 'STOP' : undefined, { usageMetadata }),
      );
      return { sse: events };
    }
    case 'tool-calls': {
      const calls = situation.calls.map(({ name, arguments: args }) => ({ functionCall: { name, args } }));
      return { sse: [...(situation.text ? [event([{ text: situation.text }])] : []), event(calls, 'STOP')] };
    }
    // Arguments come as an object; a call that cannot be read is an end of its own, tested beside the other traps.
    case 'broken-arguments':
      return undefined;
    case 'cut-at-limit':
      return { sse: [event([{ text: situation.text }], 'MAX_TOKENS')] };
    case 'refusal':
      return { sse: [event([{ text: situation.text }], 'SAFETY')] };
    case 'truncated':
      return { sse: [event([{ text: situation.text }])] };
    case 'dropped':
      return unfinished('drop', { sse: [event([{ text: situation.text }])] });
    case 'silence':
      return unfinished('silence', { sse: [event([{ text: situation.text }])] });
    case 'overloaded-in-stream':
      return {
        sse: [
          event([{ text: situation.text }]),
          { error: { code: 503, message: 'The model is overloaded.', status: 'UNAVAILABLE' } },
        ],
      };
    case 'not-a-stream':
      return { text: '<html><body>Please log in.</body></html>' };
    case 'rate-limit':
      return refused(429, 'RESOURCE_EXHAUSTED', overQuota, [
        quotaFailure('GenerateRequestsPerMinutePerProjectPerModel'),
        retryInfo(`${situation.seconds}s`),
      ]);
    case 'overloaded':
      return refused(503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.');
    case 'server-error':
      return refused(500, 'INTERNAL', 'An internal error has occurred.');
    case 'quota':
      return refused(429, 'RESOURCE_EXHAUSTED', overQuota, [
        quotaFailure('GenerateRequestsPerDayPerProjectPerModel-FreeTier'),
      ]);
    case 'bad-key':
      return refused(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', [
        { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID', domain: 'googleapis.com' },
      ]);
    case 'bad-request':
      return refused(400, 'INVALID_ARGUMENT', 'Invalid JSON payload received.');
    case 'not-found':
      return refused(404, 'NOT_FOUND', 'models/gemini-9 is not found for API version v1beta.');
    case 'too-long':
      return refused(
        400,
        'INVALID_ARGUMENT',
        'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
      );
  }
}
