import type { StreamFrame } from '../../src/contract/stream.js';

/** About how many characters a frame takes. */
export function frameSize(frame: StreamFrame): number {
  const names = 100;
  if ('text' in frame) return names + frame.text.length;
  if ('arguments' in frame) return names + JSON.stringify(frame.arguments).length;
  return names;
}
