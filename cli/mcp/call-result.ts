import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { PerdureError } from '../../src/errors.js';
import { errorToJson } from '../report-error.js';
import type { ToolAnswer } from './tool.js';

/** An answer as MCP wants it: for programs, and the same as text for those that read nothing else. */
export function toCallResult(tool: string, answer: ToolAnswer, maxBytes: number): CallToolResult {
  const text = JSON.stringify(answer);
  const bytes = Buffer.byteLength(text);
  if (bytes > maxBytes) return toErrorResult(tooLarge(tool, answer, { bytes, maxBytes }), maxBytes);
  return {
    content: [{ type: 'text', text }],
    structuredContent: answer as Record<string, unknown>,
    ...('error' in answer && { isError: true }),
  };
}

/** However small the limit: an error that says how to go on must get through. */
const leastForErrors = 4_000;

/** A failure of a call is an answer: the connection goes on, and the model can mend what it did. */
export function toErrorResult(failure: unknown, maxBytes: number): CallToolResult {
  const facts = errorToJson(failure);
  const bytes = Buffer.byteLength(JSON.stringify({ error: facts }));
  // Details may be of any size; the message is cut where errors are described.
  const error = bytes > Math.max(maxBytes, leastForErrors) ? { ...facts, details: null } : facts;
  return { content: [{ type: 'text', text: JSON.stringify({ error }) }], structuredContent: { error }, isError: true };
}

function tooLarge(
  tool: string,
  answer: ToolAnswer & { readonly id?: unknown; readonly status?: unknown },
  size: { readonly bytes: number; readonly maxBytes: number },
): PerdureError {
  const { id, status } = answer;
  const about =
    typeof id === 'string'
      ? ` Run '${id}' itself is ${String(status)}; do not start it again. It is to be read with: perdure show ${id}`
      : ' Ask for less.';
  return new PerdureError({
    code: 'Mcp.AnswerTooLarge',
    message: `The answer of '${tool}' has ${size.bytes} bytes, and this server hands out ${size.maxBytes} at most (--max-result).${about}`,
    details: { ...size, run: id ?? null, status: status ?? null },
  });
}
