import { ModelError } from '../../../src/model/model-error.js';

/** A stream that has ended without its last word: what came before it is no reply. */
export function truncated(events: number, contentType: string | null): ModelError {
  const message =
    events === 0 && !contentType?.includes('text/event-stream')
      ? `The server answered with '${contentType ?? 'no type'}' instead of a stream. Is the base URL right, and is there a proxy in between?`
      : `The stream ended after ${events} events, before the reply was complete.`;
  return new ModelError('Truncated', { message });
}
