import { ModelError } from '../../../src/model/model-error.js';
import type { StopReason } from '../../../src/model/reply.js';

const refusals: ReadonlySet<string> = new Set([
  'SAFETY',
  'RECITATION',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'SPII',
  'IMAGE_SAFETY',
  'IMAGE_PROHIBITED_CONTENT',
  'IMAGE_RECITATION',
]);

/** The model wrote a call nobody can read, or one it must not make: there is no reply, and the next may be better. */
const slips: ReadonlySet<string> = new Set(['MALFORMED_FUNCTION_CALL', 'MALFORMED_RESPONSE', 'UNEXPECTED_TOOL_CALL']);

/**
 * @param finishReason Gemini's own; `STOP` also where it asks for tools
 * @throws PerdureError `Model.Unavailable` where the reply is of no use and another attempt may help,
 * `Model.InvalidRequest` where the history has lost a signature
 */
export function stopReasonOf(model: string, finishReason: string, said: string | undefined, calls: number): StopReason {
  const words = said ? `: ${said.slice(0, 500)}` : '.';
  const details = { reason: finishReason };
  if (slips.has(finishReason) && calls === 0) {
    throw new ModelError('Unavailable', {
      message: `google/${model} wrote a tool call that cannot be used (${finishReason})${words} Another attempt may do better.`,
      details,
    });
  }
  if (finishReason === 'MISSING_THOUGHT_SIGNATURE') {
    throw new ModelError('InvalidRequest', {
      message: `google/${model} misses a signature in its own earlier tool calls${words}`,
      details,
    });
  }
  if (finishReason === 'MAX_TOKENS') return 'length';
  if (refusals.has(finishReason)) return 'refusal';
  if (calls > 0) return 'tool-calls';
  return finishReason === 'STOP' ? 'stop' : 'other';
}
