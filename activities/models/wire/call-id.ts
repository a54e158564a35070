import { createHash } from 'node:crypto';

/** OpenAI refuses longer ones, in either of its APIs. */
const longest = 40;

/** The id of a tool call that another provider made, short enough for this one; the same for the call and its result. */
export function toCallId(id: string): string {
  return id.length <= longest ? id : `call_${createHash('sha256').update(id).digest('hex').slice(0, 32)}`;
}
