import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PerdureError } from '../../../src/errors.js';
import { google } from '../../../activities/models/google/index.js';
import { callOnce } from '../call-once.js';
import { unfinished } from '../unfinished.js';
import { event, openGoogle, type OpenGoogle, overQuota, quotaFailure, refused, retryInfo } from './open-google.js';

let subject: OpenGoogle;
beforeEach(async () => {
  subject = await openGoogle();
});
afterEach(() => subject.close());

const call = (secrets?: Record<string, string>) =>
  callOnce(subject.provider, { model: 'gemini-3-pro' }, secrets ? { secrets } : {});
const failure = (work: Promise<unknown> = call()): Promise<PerdureError & { retryAfter?: number }> =>
  work.then(
    (value) => expect.fail(JSON.stringify(value)),
    (error: PerdureError) => error,
  );

describe('traps of Gemini', () => {
  test('a blocked prompt has no candidates, and is refused instead of being an empty reply', async () => {
    subject.server.answer({
      sse: [{ promptFeedback: { blockReason: 'PROHIBITED_CONTENT' }, usageMetadata: { promptTokenCount: 4 } }],
    });
    expect(await failure()).toMatchObject({
      code: 'Model.Refused',
      retryable: false,
      message: expect.stringMatching(/PROHIBITED_CONTENT/),
    });
  });

  test.each(['MALFORMED_FUNCTION_CALL', 'UNEXPECTED_TOOL_CALL'])(
    'a call that cannot be used (%s) is worth another attempt, and no empty reply',
    async (reason) => {
      subject.server.answer({ sse: [event([], reason)] });
      expect(await failure()).toMatchObject({
        code: 'Model.Unavailable',
        retryable: true,
        message: expect.stringContaining(reason),
      });
    },
  );

  test('a history that has lost its signatures is final', async () => {
    subject.server.answer({ sse: [event([], 'MISSING_THOUGHT_SIGNATURE')] });
    expect(await failure()).toMatchObject({ code: 'Model.InvalidRequest', retryable: false });
  });

  test('STOP is the reason for tool calls too: they are told by the parts', async () => {
    subject.server.answer({
      sse: [event([{ functionCall: { name: 'search', args: {} } }]), event([{ text: '' }], 'STOP')],
    });
    expect((await call()).reply.stopReason).toBe('tool-calls');
  });

  test('candidatesTokenCount excludes thoughts and promptTokenCount includes what is cached', async () => {
    const usage = {
      promptTokenCount: 100,
      cachedContentTokenCount: 80,
      candidatesTokenCount: 5,
      thoughtsTokenCount: 30,
    };
    subject.server.answer({
      sse: [
        event([{ text: 'a' }], undefined, { usageMetadata: { ...usage, candidatesTokenCount: 1 } }),
        event([], 'STOP', { usageMetadata: usage }),
      ],
    });
    expect((await call()).reply.usage).toEqual({
      inputTokens: 100,
      outputTokens: 35,
      cachedTokens: 80,
      reasoningTokens: 30,
    });
  });

  test('RetryInfo in the body counts before the header Retry-After', async () => {
    const answer = refused(429, 'RESOURCE_EXHAUSTED', overQuota, [retryInfo('1.5s')]);
    subject.server.answer({ ...answer, headers: { 'retry-after': '60' } });
    expect(await failure()).toMatchObject({ code: 'Model.RateLimit', retryAfter: 1_500 });
    subject.server.answer({ ...refused(429, 'RESOURCE_EXHAUSTED', overQuota), headers: { 'retry-after': '60' } });
    expect(await failure()).toMatchObject({ code: 'Model.RateLimit', retryAfter: 60_000 });
  });

  test('every limit speaks of quota and billing: only that of a day is final', async () => {
    subject.server.answer(refused(429, 'RESOURCE_EXHAUSTED', overQuota, [quotaFailure('TokensPerMinute')]));
    expect(await failure()).toMatchObject({ code: 'Model.RateLimit', retryable: true });
    subject.server.answer(
      refused(429, 'RESOURCE_EXHAUSTED', overQuota, [quotaFailure('RequestsPerDay'), retryInfo('9s')]),
    );
    expect(await failure()).toMatchObject({ code: 'Model.Quota', retryable: false });
    subject.server.answer(refused(429, 'RESOURCE_EXHAUSTED', 'Your prepayment credits are depleted.'));
    expect(await failure()).toMatchObject({ code: 'Model.Quota', retryable: false });
  });

  test('a clean early close yields no error of its own: without a finishReason the reply is truncated', async () => {
    subject.server.answer({ sse: [event([{ text: 'Once upon a time there was' }])] });
    expect(await failure()).toMatchObject({ code: 'Model.Truncated', retryable: true });
  });

  test('an event cut in the middle is no event', async () => {
    subject.server.answer({
      text: `data: ${JSON.stringify(event([{ text: 'a' }]))}\r\n\r\ndata: {"candidates":[{"finishRe`,
      headers: { 'content-type': 'text/event-stream' },
    });
    expect(await failure()).toMatchObject({ code: 'Model.Truncated' });
  });

  test('lines end in CRLF, and letters may be cut between two pieces', async () => {
    const text = `data: ${JSON.stringify(event([{ text: 'Grüße, 世界' }], 'STOP'))}\r\n\r\n`;
    const bytes = Buffer.from(text);
    const pieces = [...bytes].map((byte) => Uint8Array.of(byte));
    const own = google({
      fetch: async () =>
        new Response(new ReadableStream({ pull: (c) => (pieces.length > 0 ? c.enqueue(pieces.shift()!) : c.close()) })),
    });
    const { reply } = await callOnce(own, { model: 'gemini-3-pro' });
    expect(reply.message.content).toEqual([{ type: 'text', text: 'Grüße, 世界' }]);
  });

  test('every event is a sign of life', async () => {
    subject.server.answer({
      sse: [
        event([], undefined, { usageMetadata: { promptTokenCount: 1 } }),
        event([{ text: 'Hm.', thought: true }]),
        event([{ functionCall: { id: 'fc-1', name: 'search', args: { query: 'tea' } } }]),
        event([{ text: '' }], 'STOP'),
      ],
    });
    expect((await call()).deltas).toEqual([
      { type: 'activity' },
      { type: 'reasoning', text: 'Hm.' },
      { type: 'tool-call', id: 'fc-1', name: 'search', argumentsText: '{"query":"tea"}' },
      { type: 'activity' },
    ]);
  });

  test('a picture the model made is left out with a warning', async () => {
    subject.server.answer({
      sse: [event([{ text: 'Here.' }, { inlineData: { mimeType: 'image/png', data: 'aGk=' } }], 'STOP')],
    });
    const { reply } = await call();
    expect(reply.message.content).toEqual([{ type: 'text', text: 'Here.' }]);
    expect(reply.warnings).toEqual([expect.stringMatching(/left out/)]);
  });

  test('the id of the response is kept for support', async () => {
    subject.server.answer({ sse: [event([{ text: 'a' }], 'STOP')] });
    expect((await call()).reply.requestId).toBe('response-1');
  });
});

describe('the key of Gemini', () => {
  test('does not get into an error, though Google quotes it', async () => {
    subject.server.answer(refused(403, 'PERMISSION_DENIED', "Consumer 'api_key:AIza-secret-1' has been suspended."));
    const error = await failure(call({ GOOGLE_API_KEY: 'AIza-secret-1' }));
    expect(error).toMatchObject({ code: 'Model.Authentication', retryable: false });
    expect(JSON.stringify([error.message, error.details, error.stack])).not.toContain('AIza-secret-1');
  });

  test('that no header can carry is refused without being quoted', async () => {
    const error = await failure(call({ GOOGLE_API_KEY: 'two\nlines' }));
    expect(error).toMatchObject({ code: 'Model.Authentication', message: expect.stringContaining('GOOGLE_API_KEY') });
    expect(error.message).not.toContain('lines\n');
    expect(error.message).not.toContain('two');
    expect(subject.server.requests).toEqual([]);
  });

  test('is not sent on to where an answer points', async () => {
    const elsewhere = await openGoogle();
    subject.server.answer({ status: 307, headers: { location: `${elsewhere.server.url}/v1beta/x` } });
    expect(await failure()).toMatchObject({ code: 'Model.Unavailable' });
    expect(elsewhere.server.requests).toEqual([]);
    await elsewhere.close();
  });
});

describe('the connection to Gemini', () => {
  test('that cannot be made is worth another attempt, and the message says where to', async () => {
    const { url } = subject.server;
    await subject.close();
    const error = await failure();
    expect(error).toMatchObject({ code: 'Model.Unavailable', retryable: true });
    expect(error.message).toContain(url);
    expect(error.message).toContain('ECONNREFUSED');
    subject = await openGoogle();
  });

  test('ends with the reason of the signal before any header has come', async () => {
    const controller = new AbortController();
    subject.server.answer({ delay: 20_000, json: {} });
    const work = callOnce(subject.provider, { model: 'gemini-3-pro' }, { signal: controller.signal });
    work.catch(() => undefined);
    await expect.poll(() => subject.server.requests.length).toBe(1);
    controller.abort(new Error('stop it'));
    await expect(work).rejects.toThrow('stop it');
    await subject.server.requests[0]!.closed;
  });

  test('is closed when a reply is given up', async () => {
    subject.server.answer(
      unfinished('silence', { sse: [{ error: { code: 500, message: 'Broken.', status: 'INTERNAL' } }] }),
    );
    expect(await failure()).toMatchObject({ code: 'Model.Unavailable' });
    await subject.server.requests[0]!.closed;
  });

  test('needs an address', async () => {
    const error = await failure(callOnce(google({ baseURL: 'user:password@host' }), { model: 'gemini-3-pro' }));
    expect(error).toMatchObject({ code: 'Model.InvalidRequest', retryable: false });
    expect(error.message).not.toContain('password');
  });
});
