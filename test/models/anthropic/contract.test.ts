import {
  type ContractSubject,
  providerContract,
  type Situation,
  startWireServer,
  type WireAnswer,
} from 'perdure/testing';
import { test } from 'vitest';
import { anthropic } from '../../../activities/models/anthropic/index.js';
import { errorOf, eventsOf, replyOf, stopped } from './wire-events.js';

for (const check of providerContract(open)) {
  test(check.name, async (context) => {
    if ((await check.run()) === 'skipped') context.skip('Anthropic has no such thing');
  });
}

async function open(): Promise<ContractSubject> {
  const server = await startWireServer();
  let calls = 0;
  return {
    provider: anthropic({ baseURL: server.url }),
    model: 'claude-sonnet-5',
    prepare(situation) {
      server.answer(answerOf(situation, () => `toolu_${++calls}`));
      return true;
    },
    close: () => server.close(),
  };
}

function answerOf(situation: Situation, nextId: () => string): WireAnswer {
  switch (situation.kind) {
    case 'text': {
      const { inputTokens, outputTokens } = situation.usage;
      return replyOf({
        content: [{ text: situation.pieces }],
        startUsage: { input_tokens: inputTokens, output_tokens: 1 },
        usage: { input_tokens: null, output_tokens: outputTokens },
      });
    }
    case 'tool-calls': {
      const calls = situation.calls.map((call) => ({
        tool: call.name,
        id: nextId(),
        json: JSON.stringify(call.arguments).match(/.{1,7}/gs) ?? [],
      }));
      const words = situation.text === undefined ? [] : [{ text: [situation.text] }];
      return replyOf({ content: [...words, ...calls], stopReason: 'tool_use' });
    }
    case 'broken-arguments':
      return replyOf({
        content: [{ tool: situation.name, id: nextId(), json: [situation.argumentsText] }],
        stopReason: 'tool_use',
      });
    case 'cut-at-limit':
      return replyOf({ content: [{ text: [situation.text] }], stopReason: 'max_tokens' });
    case 'refusal':
      return replyOf({ content: [{ text: [situation.text] }], stopReason: 'refusal' });
    case 'truncated':
      return { sse: beginning(situation.text) };
    case 'dropped':
      return stopped(beginning(situation.text), 'drop');
    case 'overloaded-in-stream': {
      const data = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };
      return { sse: [...beginning(situation.text), { event: 'error', data }] };
    }
    case 'not-a-stream':
      return { text: '<html><body>Welcome to the proxy.</body></html>' };
    case 'silence':
      return stopped(beginning(situation.text), 'silence');
    case 'rate-limit':
      return errorOf(429, 'rate_limit_error', 'Slower.', { headers: { 'retry-after': String(situation.seconds) } });
    case 'overloaded':
      return errorOf(529, 'overloaded_error');
    case 'server-error':
      return errorOf(500, 'api_error');
    case 'quota':
      return errorOf(402, 'billing_error');
    case 'bad-key':
      return errorOf(401, 'authentication_error');
    case 'bad-request':
      return errorOf(400, 'invalid_request_error');
    case 'not-found':
      return errorOf(404, 'not_found_error', 'model: claude-unknown');
    case 'too-long':
      return errorOf(400, 'invalid_request_error', 'prompt is too long: 250000 tokens > 200000 maximum');
  }
}

/** Up to the first text. */
function beginning(text: string): unknown[] {
  return eventsOf({ content: [{ text: [text] }] }).slice(0, 4);
}
