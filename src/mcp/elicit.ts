import { digestOf } from '../agent/spec.js';
import { elicitPrefix, type McpQuestion, type McpReply } from '../contract/mcp.js';
import type { Json } from '../json.js';
import { runtime } from '../runtime.js';
import { replySchema } from './reply-schema.js';

/** Waits until a person has answered a server's question, as the pause `elicit:<server>.<tool>`. */
export async function elicit(call: string, input: Json, question: McpQuestion): Promise<McpReply> {
  const { message, url } = question;
  return (await runtime().waitForAnswer({
    name: `${elicitPrefix}${call}`,
    schema: replySchema(question),
    prompt: message,
    data: { tool: call, arguments: input, ...(url !== undefined && { url }) },
    timeout: undefined,
    onTimeout: undefined,
    wakeAt: undefined,
  })) as McpReply;
}

/** By which a question is recognised when the server asks it again. */
export function questionDigest({ message, schema, url }: McpQuestion): string {
  return digestOf(JSON.stringify([message, schema, url ?? null]));
}
