import type { McpQuestion, McpToolAnswer } from '../../src/contract/mcp.js';
import type { Json } from '../../src/json.js';
import type { McpCallContext, McpTarget, McpToolCall } from '../../src/ports/mcp-connector.js';
import { checkStructured } from './check-structured.js';
import { type Connection, toQuestion } from './connection.js';
import { OpenCall } from './open-call.js';
import { send } from './send.js';
import { toResult } from './to-parts.js';

/** A page has to be opened before the tool can be called. */
const urlRequired = -32_042;

/** Calls a tool by a connection that is there. A question nobody has answered ends the call, and comes back. */
export async function callTool(
  connection: Connection,
  target: McpTarget,
  call: McpToolCall,
  context: McpCallContext,
): Promise<McpToolAnswer> {
  for (let alone = call.answers.length > 0; ; alone = true) {
    const open = new OpenCall(call.answers);
    const answer = await connection.questions.during(open, alone, () =>
      makeCall(connection, target, call, context, open),
    );
    if (open.isUnclear && !context.signal.aborted) continue;
    if (open.question) return { question: open.question };
    return answer();
  }
}

/** What came of it, to be looked at once it is known that there was no question. */
async function makeCall(
  connection: Connection,
  target: McpTarget,
  { tool, arguments: given, outputSchema }: McpToolCall,
  context: McpCallContext,
  open: OpenCall,
): Promise<() => Promise<McpToolAnswer>> {
  const { sdk } = connection;
  const request = {
    method: 'tools/call' as const,
    params: { name: tool, arguments: given as Record<string, unknown> },
  };
  context.onSend();
  try {
    const { content, structuredContent, isError } = await send(
      connection,
      (options) => connection.request(request, sdk.CallToolResultSchema, options),
      context,
      open,
    );
    return async () => {
      const result = toResult(content);
      if (isError === true) return { ...result, isError };
      if (outputSchema) await checkStructured(target.name, tool, outputSchema, structuredContent);
      return { ...result, ...(structuredContent && { structuredContent: structuredContent as Json }) };
    };
  } catch (error) {
    const page = pageToOpen(error);
    if (page === undefined) {
      return () => Promise.reject(error as Error);
    }
    const { action } = open.ask(page);
    const text = `It needs a page to be opened (${page.message}), and the person's answer was '${action}'.`;
    return () => Promise.resolve({ content: [{ type: 'text', text }], text, isError: true });
  }
}

function pageToOpen(error: unknown): McpQuestion | undefined {
  const { code, data } = error as {
    readonly code?: unknown;
    readonly data?: { readonly elicitations?: readonly never[] };
  };
  const first = data?.elicitations?.[0];
  return code === urlRequired && first !== undefined ? toQuestion(first) : undefined;
}
