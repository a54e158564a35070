import { expect, test } from 'vitest';
import { withAnthropic } from './open-anthropic.js';
import { eventsOf, replyOf, stopped } from './wire-events.js';

const search = { name: 'search', description: 'Searches.', inputSchema: { type: 'object' } };

test('every event is told of, pings too, and what is to be shown in order', () =>
  withAnthropic(async ({ server, call, deltas }) => {
    const reply = {
      content: [
        { thinking: ['Hm', '.'], signature: 'c2ln' },
        { text: ['Good ', 'day.'] },
        { tool: 'search', id: 'toolu_1', json: ['{"q"', ':1}'] },
      ],
      stopReason: 'tool_use',
    };
    const ping = { event: 'ping', data: { type: 'ping' } };
    const events = [...eventsOf(reply), ping];
    server.answer({ sse: events });
    await call({ tools: [search] });
    expect(deltas).toHaveLength(events.length);
    expect(deltas.filter(({ type }) => type !== 'activity')).toEqual([
      { type: 'reasoning', text: 'Hm' },
      { type: 'reasoning', text: '.' },
      { type: 'text', text: 'Good ' },
      { type: 'text', text: 'day.' },
      { type: 'tool-call', id: 'toolu_1', name: 'search', argumentsText: '' },
      { type: 'tool-call', id: 'toolu_1', name: 'search', argumentsText: '{"q"' },
      { type: 'tool-call', id: 'toolu_1', name: 'search', argumentsText: ':1}' },
    ]);
  }));

test('usage has what is cached in it, and a null that comes later takes nothing back', () =>
  withAnthropic(async ({ server, call }) => {
    server.answer(
      replyOf({
        content: [{ text: ['Hi.'] }],
        startUsage: {
          input_tokens: 10,
          cache_read_input_tokens: 200,
          cache_creation_input_tokens: 30,
          output_tokens: 1,
          output_tokens_details: null,
        },
        usage: {
          input_tokens: null,
          cache_read_input_tokens: null,
          cache_creation_input_tokens: 40,
          output_tokens: 25,
          output_tokens_details: { thinking_tokens: 20 },
        },
      }),
    );
    const { usage, requestId } = await call();
    expect(usage).toEqual({ inputTokens: 250, outputTokens: 25, cachedTokens: 200, reasoningTokens: 20 });
    expect(requestId).toBe('req_1');
  }));

test('arguments cut off at the limit are not an empty object', () =>
  withAnthropic(async ({ server, call }) => {
    server.answer(
      replyOf({ content: [{ tool: 'wipe', id: 'toolu_1', json: [] }], stopReason: 'max_tokens' }),
      replyOf({ content: [{ tool: 'wipe', id: 'toolu_1', json: [] }], stopReason: 'tool_use' }),
    );
    const cut = await call({ tools: [search] });
    expect(cut.stopReason).toBe('length');
    expect(cut.message.content[0]).toMatchObject({ arguments: null, invalid: expect.stringContaining('cut off') });
    const whole = await call({ tools: [search] });
    expect(whole.message.content[0]).toMatchObject({ arguments: {} });
    expect(whole.message.content[0]).not.toHaveProperty('invalid');
  }));

test.each([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['max_tokens', 'length'],
  ['pause_turn', 'pause'],
  ['refusal', 'refusal'],
  ['something_new', 'other'],
  [null, 'other'],
])('the stop reason %s is %s', (wire, neutral) =>
  withAnthropic(async ({ server, call }) => {
    server.answer(replyOf({ content: [{ text: ['Hi.'] }], stopReason: wire }));
    expect((await call()).stopReason).toBe(neutral);
  }),
);

test('tool calls are tool calls even where the server says that the turn has ended', () =>
  withAnthropic(async ({ server, call }) => {
    server.answer(replyOf({ content: [{ tool: 'search', id: 'toolu_1', json: ['{}'] }] }));
    expect((await call({ tools: [search] })).stopReason).toBe('tool-calls');
  }));

test('a refusal brings its explanation', () =>
  withAnthropic(async ({ server, call }) => {
    const stopDetails = { type: 'refusal', category: 'bio', explanation: 'This could do harm.' };
    server.answer(replyOf({ content: [{ text: ['I '] }], stopReason: 'refusal', stopDetails }));
    const { message } = await call();
    expect(message.content).toEqual([
      { type: 'text', text: 'I ' },
      { type: 'refusal', text: 'This could do harm.' },
    ]);
  }));

test('a context window that is exceeded in mid-reply is told from a reply cut at its limit', () =>
  withAnthropic(async ({ server, call }) => {
    server.answer(replyOf({ content: [{ text: ['Once'] }], stopReason: 'model_context_window_exceeded' }));
    await expect(call()).rejects.toMatchObject({ code: 'Model.ContextTooLong', retryable: false });
  }));

test('an error in mid-stream has no status and is known by its type', () =>
  withAnthropic(async ({ server, call }) => {
    const begun = eventsOf({ content: [{ text: ['Once'] }] }).slice(0, 4);
    const data = { type: 'error', error: { type: 'rate_limit_error', message: 'Slower.' } };
    server.answer({ sse: [...begun, { event: 'error', data }] });
    await expect(call()).rejects.toMatchObject({
      code: 'Model.RateLimit',
      retryable: true,
      message: 'Anthropic: Slower.',
      details: { type: 'rate_limit_error' },
    });
  }));

test('an answer of 200 that is a page and no stream says that a proxy may be in between', () =>
  withAnthropic(async ({ server, call }) => {
    server.answer({ text: '<html>Log in first</html>' });
    await expect(call()).rejects.toMatchObject({
      code: 'Model.Truncated',
      message: expect.stringContaining('proxy'),
      retryable: true,
    });
  }));

test('an event that is not JSON may be tried again', () =>
  withAnthropic(async ({ server, call }) => {
    server.answer({ sse: ['{"type": "mess'] });
    await expect(call()).rejects.toMatchObject({ code: 'Model.Unavailable', retryable: true });
  }));

test('kinds of events, blocks and pieces that are new do no harm', () =>
  withAnthropic(async ({ server, call }) => {
    const [start, , ...rest] = eventsOf({ content: [{ whole: { type: 'novelty', data: 1 } }, { text: ['Hi.'] }] });
    const delta = { type: 'content_block_delta', index: 0, delta: { type: 'novelty_delta', more: 1 } };
    server.answer({ sse: [start, { type: 'novelty' }, rest[0], { event: delta.type, data: delta }, ...rest.slice(1)] });
    const { message } = await call();
    expect(message.content).toEqual([
      { type: 'provider', opaque: { provider: 'anthropic', data: { type: 'novelty', data: 1 } } },
      { type: 'text', text: 'Hi.' },
    ]);
  }));

test('a call that is cancelled before anything came ends with the reason it was given', () =>
  withAnthropic(async ({ server, call }) => {
    server.answer({ json: {}, delay: 20_000 });
    const controller = new AbortController();
    const pending = call({}, { signal: controller.signal });
    pending.catch(() => undefined);
    await expect.poll(() => server.requests.length).toBe(1);
    controller.abort(new Error('enough'));
    await expect(pending).rejects.toThrow('enough');
    await server.requests[0]?.closed;
  }));

test('a call that is cancelled in mid-stream does not end as if it were complete', () =>
  withAnthropic(async ({ server, call, deltas }) => {
    const begun = eventsOf({ content: [{ text: ['Once'] }] }).slice(0, 4);
    server.answer(stopped(begun, 'silence'));
    const controller = new AbortController();
    const pending = call({}, { signal: controller.signal });
    pending.catch(() => undefined);
    await expect.poll(() => deltas.length).toBe(4);
    controller.abort(new Error('enough'));
    await expect(pending).rejects.toThrow('enough');
    await server.requests[0]?.closed;
  }));
