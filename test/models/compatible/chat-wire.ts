import type { Usage } from '../../../src/model/reply.js';
import type { Situation, WireAnswer } from '../../../testing/index.js';
import { refusalOf, stopped } from '../openai/responses-wire.js';

/** One chunk with something in its delta. */
export function chunk(delta: object, finish_reason: string | null = null): object {
  return { id: 'chatcmpl-1', object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason }] };
}

export function usageChunk({ inputTokens, outputTokens }: Usage): object {
  const usage = { prompt_tokens: inputTokens, completion_tokens: outputTokens };
  return { id: 'chatcmpl-1', object: 'chat.completion.chunk', choices: [], usage };
}

/** A call of a tool in two pieces, as most servers send them. */
export function callChunks(name: string, text: string, index = 0): object[] {
  const half = Math.floor(text.length / 2);
  const first = { index, id: `call_${index}`, type: 'function', function: { name, arguments: text.slice(0, half) } };
  const second = { index, function: { arguments: text.slice(half) } };
  return [first, second].map((piece) => chunk({ tool_calls: [piece] }));
}

const usage: Usage = { inputTokens: 5, outputTokens: 3 };

/** A whole reply. */
export function chat(...chunks: readonly unknown[]): WireAnswer {
  return { sse: [chunk({ role: 'assistant', content: '' }), ...chunks, '[DONE]'] };
}

/** What a compatible server answers in a situation of the contract. */
export function chatAnswer(situation: Situation): WireAnswer {
  switch (situation.kind) {
    case 'text': {
      const pieces = situation.pieces.map((content) => chunk({ content }));
      return chat(...pieces, chunk({}, 'stop'), usageChunk(situation.usage));
    }
    case 'tool-calls': {
      const calls = situation.calls.flatMap(({ name, arguments: given }, index) =>
        callChunks(name, JSON.stringify(given), index),
      );
      const text = situation.text ? [chunk({ content: situation.text })] : [];
      return chat(...text, ...calls, chunk({}, 'tool_calls'), usageChunk(usage));
    }
    case 'broken-arguments':
      return chat(...callChunks(situation.name, situation.argumentsText), chunk({}, 'tool_calls'), usageChunk(usage));
    case 'cut-at-limit':
      return chat(chunk({ content: situation.text }), chunk({}, 'length'), usageChunk(usage));
    case 'refusal':
      return chat(chunk({ refusal: situation.text }), chunk({}, 'stop'), usageChunk(usage));
    case 'truncated':
      return { sse: [chunk({ content: situation.text })] };
    case 'dropped':
      return stopped([chunk({ content: situation.text })], 'drop');
    case 'silence':
      return stopped([chunk({ content: situation.text })], 'silence');
    case 'overloaded-in-stream': {
      const error = { message: 'Provider is overloaded', code: 503 };
      return { sse: [chunk({ content: situation.text }), { error }] };
    }
    default:
      return refusalOf(situation) as WireAnswer;
  }
}
