import { startWireServer } from 'perdure/testing';
import { expect, test } from 'vitest';
import { anthropic } from '../../../activities/models/anthropic/index.js';
import { key, withAnthropic } from './open-anthropic.js';
import { errorOf, replyOf } from './wire-events.js';

const answer = replyOf({ content: [{ text: ['Hi.'] }] });

test.each([
  [401, 'authentication_error', 'Model.Authentication', false],
  [402, 'billing_error', 'Model.Quota', false],
  [403, 'permission_error', 'Model.Authentication', false],
  [404, 'not_found_error', 'Model.InvalidRequest', false],
  [400, 'invalid_request_error', 'Model.InvalidRequest', false],
  [422, 'novel_error', 'Model.InvalidRequest', false],
  [413, 'request_too_large', 'Model.ContextTooLong', false],
  [408, 'novel_error', 'Model.Unavailable', true],
  [409, 'conflict_error', 'Model.Unavailable', true],
  [429, 'rate_limit_error', 'Model.RateLimit', true],
  [500, 'api_error', 'Model.Unavailable', true],
  [503, 'novel_error', 'Model.Unavailable', true],
  [504, 'timeout_error', 'Model.Unavailable', true],
  [529, 'overloaded_error', 'Model.Overloaded', true],
])('%i %s is %s', (status, type, code, retryable) =>
  withAnthropic(async ({ server, call }) => {
    server.answer(errorOf(status, type));
    await expect(call()).rejects.toMatchObject({
      code,
      retryable,
      message: expect.stringContaining('It says why.'),
      details: { status, type, requestId: 'req_9' },
    });
    expect(server.requests, 'no second attempt of its own').toHaveLength(1);
  }),
);

test.each([
  ['Your credit balance is too low to access the API.', 'Model.Quota'],
  ['prompt is too long: 250000 tokens > 200000 maximum', 'Model.ContextTooLong'],
  ['input length and `max_tokens` exceed context limit: 198000 + 8192 > 200000', 'Model.ContextTooLong'],
  ['Output blocked by content filtering policy', 'Model.Refused'],
  ['max_tokens: 90000 > 64000, which is the maximum allowed', 'Model.InvalidRequest'],
])('an invalid request is told apart by its words: %s', (words, code) =>
  withAnthropic(async ({ server, call }) => {
    server.answer(errorOf(400, 'invalid_request_error', words));
    await expect(call()).rejects.toMatchObject({ code, retryable: false });
  }),
);

test('a spend limit is a quota, though its status is that of a rate limit', () =>
  withAnthropic(async ({ server, call }) => {
    const details = { error_code: 'enforced_spend_limit_reached' };
    server.answer(errorOf(429, 'rate_limit_error', 'Limit.', { details, headers: { 'x-should-retry': 'true' } }));
    await expect(call()).rejects.toMatchObject({
      code: 'Model.Quota',
      retryable: false,
      details: { code: 'enforced_spend_limit_reached' },
    });
  }));

test('what the API says of trying again counts more than the status', () =>
  withAnthropic(async ({ server, call }) => {
    server.answer(
      errorOf(500, 'api_error', 'Broken.', { headers: { 'x-should-retry': 'false' } }),
      errorOf(400, 'invalid_request_error', 'Later.', { headers: { 'x-should-retry': 'true' } }),
    );
    await expect(call()).rejects.toMatchObject({ code: 'Model.Unavailable', retryable: false });
    await expect(call()).rejects.toMatchObject({ code: 'Model.InvalidRequest', retryable: true });
  }));

test('a wait that is asked for in milliseconds counts before one in seconds', () =>
  withAnthropic(async ({ server, call }) => {
    const headers = { 'retry-after-ms': '1500', 'retry-after': '9' };
    server.answer(errorOf(429, 'rate_limit_error', 'Slower.', { headers }));
    await expect(call()).rejects.toMatchObject({ code: 'Model.RateLimit', retryAfter: 1_500 });
  }));

test('a page of a proxy is cut short in the message', () =>
  withAnthropic(async ({ server, call }) => {
    server.answer({ status: 502, text: `<html>${'x'.repeat(5_000)}</html>` });
    const error = (await call().catch((reason: unknown) => reason)) as Error;
    expect(error).toMatchObject({ code: 'Model.Unavailable', retryable: true });
    expect(error.message.length).toBeLessThan(600);
  }));

test('a server that is not there may be tried again, and the reason is named', async () => {
  const gone = await startWireServer();
  await gone.close();
  await withAnthropic(
    async ({ call }) => {
      await expect(call()).rejects.toMatchObject({
        code: 'Model.Unavailable',
        retryable: true,
        message: expect.stringContaining('ECONNREFUSED'),
      });
    },
    { baseURL: gone.url },
  );
});

test('an address that is none is final', () =>
  withAnthropic(
    async ({ call }) => {
      await expect(call()).rejects.toMatchObject({ code: 'Model.InvalidRequest', retryable: false });
    },
    { baseURL: 'nowhere' },
  ));

test('without a key nothing is sent, and the variable is named', () =>
  withAnthropic(
    async ({ server, call }) => {
      await expect(call({}, { secret: async () => undefined })).rejects.toMatchObject({
        code: 'Model.Authentication',
        retryable: false,
        message: expect.stringContaining('Set CLAUDE_KEY'),
      });
      expect(server.requests).toHaveLength(0);
    },
    { apiKeySecret: 'CLAUDE_KEY' },
  ));

test('the key is asked for at every call, so that it may change', () =>
  withAnthropic(async ({ server, call }) => {
    server.answer(answer, answer, answer);
    const keys = ['first-key', 'first-key', 'second-key\n'];
    for (const next of keys) await call({}, { secret: async () => next });
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer first-key',
      'Bearer first-key',
      'Bearer second-key',
    ]);
  }));

test('a token or a profile that happens to be on the machine is never used', async () => {
  const before = { ...process.env };
  Object.assign(process.env, { ANTHROPIC_AUTH_TOKEN: 'stray', ANTHROPIC_PROFILE: 'stray', ANTHROPIC_API_KEY: 'stray' });
  try {
    await withAnthropic(async ({ server, call }) => {
      server.answer(answer);
      await call();
      expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${key}`);
      await expect(call({}, { secret: async () => undefined })).rejects.toMatchObject({ code: 'Model.Authentication' });
      expect(server.requests).toHaveLength(1);
    });
  } finally {
    for (const name of ['ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_PROFILE', 'ANTHROPIC_API_KEY']) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
});

test('no error shows the key, whoever says it', async () => {
  const shown = (error: unknown): string => {
    const { message, stack, details, cause } = error as Error & { details: unknown };
    return JSON.stringify([message, stack, details, String(cause), cause]);
  };
  for (const options of [{}, { apiKey: key }]) {
    await withAnthropic(async ({ server, call }) => {
      server.answer(errorOf(401, 'authentication_error', `invalid key ${key}`), { status: 502, text: `key: ${key}` });
      for (let calls = 0; calls < 2; calls++) {
        const error = await call().catch((reason: unknown) => reason);
        expect(shown(error)).toContain('[secret ANTHROPIC_API_KEY]');
        expect(shown(error)).not.toContain(key);
      }
    }, options);
  }
  // A header with a line end is refused by fetch, which quotes it.
  const broken = `${key}\nmore`;
  await withAnthropic(async ({ call }) => {
    const error = await call({}, { secret: async () => broken }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'Model.Authentication' });
    expect(shown(error)).not.toContain(key);
  });
});

test('a fetch of your own is used', () =>
  withAnthropic(
    async ({ server, call }) => {
      server.answer(answer);
      await call();
      expect(server.requests[0]?.headers).toMatchObject({ 'x-through': 'own' });
    },
    {
      fetch: (input, init) => {
        const headers = new Headers(init?.headers);
        headers.set('x-through', 'own');
        return fetch(input, { ...init, headers });
      },
    },
  ));

test('every model has tools and gives JSON together with them', () => {
  expect(anthropic().abilitiesOf('claude-sonnet-5')).toEqual({ tools: true, output: 'native' });
});
