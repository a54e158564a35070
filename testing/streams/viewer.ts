import assert from 'node:assert/strict';
import type { StreamEvent, StreamFrame } from '../../src/contract/stream.js';
import type { StreamChannel, SubscribeOptions } from '../../src/ports/stream-channel.js';

/** A viewer that has not got what it waits for by then has failed. In milliseconds. */
const longest = 20_000;

/** So many events of a run. */
export async function take(
  channel: StreamChannel,
  run: string,
  count: number,
  {
    after = 0,
    seen,
  }: Pick<SubscribeOptions, 'after'> & { readonly seen?: (event: StreamEvent) => Promise<void> | void } = {},
): Promise<StreamEvent[]> {
  const events: StreamEvent[] = [];
  const tooLate = AbortSignal.timeout(longest);
  for await (const event of channel.subscribe(run, { after, signal: tooLate })) {
    events.push(event);
    await seen?.(event);
    if (events.length >= count) break;
  }
  assert.equal(events.length, count, `${count} events within ${longest / 1_000} s`);
  return events;
}

/** A frame that says something. */
export function says(text: string, agent = 'speaker'): StreamFrame {
  return { agent, conversation: 'one', turn: 1, type: 'text-delta', text };
}

export function textsOf(events: readonly StreamEvent[]): string[] {
  return events.map(({ frame }) => ('text' in frame ? frame.text : frame.type));
}

export function seqsOf(events: readonly StreamEvent[]): number[] {
  return events.map(({ seq }) => seq);
}

/** `from` to `to`, both included. */
export function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
