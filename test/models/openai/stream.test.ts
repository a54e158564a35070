import { afterEach, beforeEach, expect, test } from 'vitest';
import { openai, type OpenAIOptions } from '../../../activities/index.js';
import { ModelError } from '../../../src/model/model-error.js';
import { startWireServer, type WireServer } from '../../../testing/index.js';
import { ask } from './ask.js';
import { callItem, messageItem, refused, responseEvents, stopped, thoughtItem } from './responses-wire.js';

let server: WireServer;
beforeEach(async () => {
  server = await startWireServer();
});
afterEach(() => server.close());

const provider = (options: OpenAIOptions = {}) => openai({ baseURL: `${server.url}/v1`, api: 'responses', ...options });
const failure = async (asked: Promise<unknown>): Promise<ModelError> =>
  asked.then(
    () => expect.fail('it should have failed'),
    (error: unknown) => error as ModelError,
  );

test('the usage counts cached tokens and thoughts, once', async () => {
  const usage = { inputTokens: 100, outputTokens: 50, cachedTokens: 64, reasoningTokens: 40 };
  server.answer({ sse: responseEvents([messageItem('Yes.')], { status: 'completed', usage }) });
  const { reply } = await ask(provider());
  expect(reply.usage).toEqual(usage);
});

test('a usage without details is one all the same', async () => {
  const more = { usage: { input_tokens: 7, output_tokens: 2 } };
  server.answer({ sse: responseEvents([messageItem('Yes.')], { status: 'completed', more }) });
  expect((await ask(provider())).reply.usage).toEqual({ inputTokens: 7, outputTokens: 2 });
});

test('every event is a sign of life, also those with nothing to show', async () => {
  const events = responseEvents([thoughtItem(), messageItem('Yes.')]);
  server.answer({ sse: events });
  const { deltas } = await ask(provider());
  expect(deltas).toHaveLength(events.length);
  expect(deltas.filter(({ type }) => type !== 'activity')).toEqual([
    { type: 'reasoning', text: 'I weigh it.' },
    { type: 'text', text: 'Yes.' },
  ]);
});

test('a last event without the output is completed from the events before it', async () => {
  const events = responseEvents([messageItem('Yes.')], { status: 'completed', more: { output: [] } });
  server.answer({ sse: events });
  expect((await ask(provider())).reply.message.content).toMatchObject([{ type: 'text', text: 'Yes.' }]);
});

test('a connection that closes properly without the last event is no reply', async () => {
  server.answer({ sse: responseEvents([messageItem('Half a')], {}) });
  expect(await failure(ask(provider()))).toMatchObject({ code: 'Model.Truncated', retryable: true });
});

test('a page instead of a stream is named for what it is', async () => {
  server.answer({ text: '<html>Sign in</html>' });
  expect((await failure(ask(provider()))).message).toContain("'text/html' instead of a stream");
});

test('broken JSON in the stream is a truncated reply, and prints nothing', async () => {
  server.answer({ sse: ['{"type":"response.crea'] });
  expect(await failure(ask(provider()))).toMatchObject({ code: 'Model.Truncated', retryable: true });
});

test.each([
  ['rate_limit_exceeded', 'Model.RateLimit', true],
  ['server_error', 'Model.Unavailable', true],
  ['invalid_prompt', 'Model.InvalidRequest', false],
  ['image_content_policy_violation', 'Model.Refused', false],
  ['insufficient_quota', 'Model.Quota', false],
])('a response that fails with %s is %s', async (code, expected, retryable) => {
  const more = { error: { code, message: 'It failed.' } };
  server.answer({ sse: responseEvents([], { status: 'failed', more }) });
  const error = await failure(ask(provider()));
  expect(error).toMatchObject({ code: expected, retryable });
  expect(error).toBeInstanceOf(Error);
});

test('an error event is an Error, whichever form it has', async () => {
  server.answer(
    { sse: [{ event: 'error', data: { type: 'error', code: 'server_error', message: 'Sorry.' } }] },
    { sse: [{ event: 'error', data: { error: { type: 'server_error', code: null, message: 'Sorry.' } } }] },
  );
  for (const _ of [1, 2]) {
    const error = await failure(ask(provider()));
    expect(error).toBeInstanceOf(ModelError);
    expect(error).toMatchObject({ code: 'Model.Unavailable', retryable: true });
    expect(error.message).toContain('Sorry.');
  }
});

test('a reply stopped by the content filter is a refusal', async () => {
  const more = { incomplete_details: { reason: 'content_filter' } };
  server.answer({ sse: responseEvents([messageItem('I')], { status: 'incomplete', more }) });
  expect((await ask(provider())).reply.stopReason).toBe('refusal');
});

test('a call cut off before its arguments is not made with an empty object', async () => {
  const more = { incomplete_details: { reason: 'max_output_tokens' } };
  const item = { ...callItem('search', ''), status: 'incomplete' };
  server.answer({ sse: responseEvents([item], { status: 'incomplete', more }) });
  const { reply } = await ask(provider());
  expect(reply).toMatchObject({ stopReason: 'length', message: { content: [{ arguments: null }] } });
});

test('the SDK tries nothing again by itself', async () => {
  server.answer(refused(500, { message: 'no' }), { sse: responseEvents([messageItem('Yes.')]) });
  await failure(ask(provider()));
  expect(server.requests).toHaveLength(1);
});

test('a server that says whether to try again is believed', async () => {
  server.answer(
    refused(429, { message: 'no' }, { 'x-should-retry': 'false' }),
    refused(400, { message: 'no' }, { 'x-should-retry': 'true', 'retry-after-ms': '1500', 'retry-after': '9' }),
  );
  expect(await failure(ask(provider()))).toMatchObject({ code: 'Model.RateLimit', retryable: false });
  expect(await failure(ask(provider()))).toMatchObject({ retryable: true, retryAfter: 1_500 });
});

test('an error names status, code and request id, and nothing of what was sent', async () => {
  const key = 'sk-very-secret-key';
  server.answer(refused(401, { message: `Incorrect API key provided: ${key}.`, code: 'invalid_api_key' }));
  const error = await failure(ask(provider({ apiKey: key })));
  expect(error.details).toEqual({ status: 401, code: 'invalid_api_key', requestId: 'req_1' });
  expect(error.message).toBe(
    `OpenAI's API at ${new URL(server.url).host} refused: 401 Incorrect API key provided: [API key].`,
  );
  expect(error.cause).toBeUndefined();
  expect(JSON.stringify(error)).not.toContain(key);
});

test('without a key the variable to set is named, and nobody is asked', async () => {
  const error = await failure(ask(provider(), {}, { secrets: {} }));
  expect(error).toMatchObject({ code: 'Model.Authentication', retryable: false });
  expect(error.message).toContain('OPENAI_API_KEY');
  expect(server.requests).toHaveLength(0);
});

test('a key that changes is used from the next call on', async () => {
  const one = provider({ apiKeySecret: 'TEAM_KEY' });
  for (const key of ['first', 'second', 'first']) {
    server.answer({ sse: responseEvents([messageItem('Yes.')]) });
    await ask(one, {}, { secrets: { TEAM_KEY: key } });
    expect(server.requests.at(-1)?.headers.authorization).toBe(`Bearer ${key}`);
  }
});

test('a server that is not there may be tried again, and the reason is said', async () => {
  const gone = await startWireServer();
  await gone.close();
  const error = await failure(ask(provider({ baseURL: `${gone.url}/v1` })));
  expect(error).toMatchObject({ code: 'Model.Unavailable', retryable: true });
  expect(error.message).toMatch(/ECONNREFUSED/);
});

test('a cancelled call ends with the reason of the cancellation, in mid-stream and before the headers', async () => {
  for (const answer of [stopped(responseEvents([messageItem('Once')], {}), 'silence'), { delay: 5_000, sse: [] }]) {
    server.answer(answer);
    const controller = new AbortController();
    const reason = new Error('not needed any more');
    const asked = failure(ask(provider(), {}, { signal: controller.signal }));
    const seen = server.requests.length;
    await expect.poll(() => server.requests.length).toBe(seen + 1);
    controller.abort(reason);
    expect(await asked).toBe(reason);
  }
});
