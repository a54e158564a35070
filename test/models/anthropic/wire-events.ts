import type { WireAnswer } from 'perdure/testing';

/** A block of a reply, as its pieces come. */
export type WireBlock =
  | { readonly text: readonly string[]; readonly citations?: readonly unknown[] }
  | { readonly thinking: readonly string[]; readonly signature?: string }
  | { readonly tool: string; readonly id: string; readonly json: readonly string[]; readonly caller?: unknown }
  /** Sent in one piece. */
  | { readonly whole: Readonly<Record<string, unknown>> };

export interface WireReply {
  readonly content: readonly WireBlock[];
  readonly stopReason?: string | null;
  readonly stopDetails?: unknown;
  readonly startUsage?: Readonly<Record<string, unknown>>;
  readonly usage?: Readonly<Record<string, unknown>>;
}

/** The events of a reply, in the API's order. */
export function eventsOf({ content, stopReason = 'end_turn', stopDetails = null, startUsage, usage }: WireReply) {
  const message = {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-test',
    content: [],
    stop_reason: null,
    usage: startUsage ?? { input_tokens: 12, output_tokens: 1 },
  };
  return [
    { event: 'message_start', data: { type: 'message_start', message } },
    { event: 'ping', data: { type: 'ping' } },
    ...content.flatMap(blockEvents),
    {
      event: 'message_delta',
      data: {
        type: 'message_delta',
        delta: { stop_reason: stopReason, stop_details: stopDetails, stop_sequence: null, container: null },
        usage: usage ?? { input_tokens: null, output_tokens: 7 },
      },
    },
    { event: 'message_stop', data: { type: 'message_stop' } },
  ];
}

/** A whole answer of the server. */
export function replyOf(reply: WireReply): WireAnswer {
  return { sse: eventsOf(reply), headers: { 'request-id': 'req_1' } };
}

/** A stream that stops without an end. */
export function stopped(sse: readonly unknown[], how: 'drop' | 'silence'): WireAnswer {
  return { sse, ending: how };
}

/** What the API answers when it refuses a call. */
export function errorOf(
  status: number,
  type: string,
  message = 'It says why.',
  { headers = {}, details }: { readonly headers?: Record<string, string>; readonly details?: unknown } = {},
): WireAnswer {
  return {
    status,
    headers: { 'request-id': 'req_9', ...headers },
    json: { type: 'error', error: { type, message, ...(details !== undefined && { details }) }, request_id: 'req_9' },
  };
}

function blockEvents(block: WireBlock, index: number): unknown[] {
  const { start, deltas } = piecesOf(block);
  return [
    { event: 'content_block_start', data: { type: 'content_block_start', index, content_block: start } },
    ...deltas.map((delta) => ({
      event: 'content_block_delta',
      data: { type: 'content_block_delta', index, delta },
    })),
    { event: 'content_block_stop', data: { type: 'content_block_stop', index } },
  ];
}

function piecesOf(block: WireBlock): { readonly start: unknown; readonly deltas: readonly unknown[] } {
  if ('whole' in block) return { start: block.whole, deltas: [] };
  if ('text' in block) {
    const citations = (block.citations ?? []).map((citation) => ({ type: 'citations_delta', citation }));
    return {
      start: { type: 'text', text: '', citations: null },
      deltas: [...block.text.map((text) => ({ type: 'text_delta', text })), ...citations],
    };
  }
  if ('thinking' in block) {
    const { thinking, signature } = block;
    return {
      start: { type: 'thinking', thinking: '', signature: '' },
      deltas: [
        ...thinking.map((piece) => ({ type: 'thinking_delta', thinking: piece })),
        ...(signature === undefined ? [] : [{ type: 'signature_delta', signature }]),
      ],
    };
  }
  const { tool, id, json, caller } = block;
  return {
    start: { type: 'tool_use', id, name: tool, input: {}, ...(caller !== undefined && { caller }) },
    deltas: json.map((partial_json) => ({ type: 'input_json_delta', partial_json })),
  };
}
