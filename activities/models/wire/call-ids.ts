import { type Message, toolCallsOf } from '../../../src/model/message.js';

/**
 * Gives the calls of one reply ids that no call of the conversation has: the provider's own where it has one, else
 * `call_<n>`.
 */
export function callIds(messages: readonly Message[]): (given?: string) => string {
  const used = new Set(
    messages.flatMap((message) => (message.role === 'assistant' ? toolCallsOf(message).map(({ id }) => id) : [])),
  );
  const numbers = [...used].map((id) => Number(/^call_(\d+)$/.exec(id)?.[1] ?? 0));
  // After the highest, not the count: a conversation may have lost its beginning.
  let last = Math.max(0, ...numbers.filter(Number.isSafeInteger));
  return (given) => {
    const id = given && !used.has(given) ? given : `call_${++last}`;
    used.add(id);
    return id;
  };
}
