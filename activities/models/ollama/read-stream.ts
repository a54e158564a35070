import type { Json } from '../../../src/json.js';
import type { ToolCallPart } from '../../../src/model/message.js';
import { ModelError } from '../../../src/model/model-error.js';
import type { ModelReply, StopReason } from '../../../src/model/reply.js';
import type { ModelCallContext } from '../../../src/ports/model-provider.js';
import { parseEvent } from '../wire/parse-event.js';
import { type EmbeddedCalls, embeddedCalls } from './embedded-calls.js';
import { HeldText } from './held-text.js';
import type { ChatLine, WireCall } from './ollama-api.js';

export interface LineReader {
  readonly model: string;
  /** The tools the model was told of. */
  readonly tools: ReadonlySet<string>;
  readonly idOf: (given?: string) => string;
  readonly onDelta: ModelCallContext['onDelta'];
  readonly failureOf: (body: ChatLine) => ModelError;
}

/**
 * Reads a reply to its last line.
 * @throws PerdureError `Model.Truncated` if there is none
 */
export async function readStream(lines: AsyncIterable<string>, reader: LineReader): Promise<ModelReply> {
  const { model, tools, onDelta } = reader;
  const held = new HeldText(tools.size > 0);
  const calls: ToolCallPart[] = [];
  let [text, thinking] = ['', ''];
  let end: ChatLine | undefined;
  for await (const json of lines) {
    const line = parseEvent<ChatLine>(`ollama/${model}`, json);
    if (line.error !== undefined) throw reader.failureOf(line);
    const { content = '', thinking: thought = '', tool_calls = [] } = line.message ?? {};
    text += content;
    thinking += thought;
    const shown = held.add(content);
    if (thought !== '') onDelta({ type: 'reasoning', text: thought });
    if (shown !== '') onDelta({ type: 'text', text: shown });
    for (const call of tool_calls) calls.push(tell(toCall(call, reader), onDelta));
    if (thought === '' && shown === '' && tool_calls.length === 0) onDelta({ type: 'activity' });
    if (line.done) end = line;
  }
  if (end === undefined) {
    throw new ModelError('Truncated', {
      message: `The reply of ollama/${model} ended before it was done. Did the server stop, or a proxy cut it?`,
    });
  }
  const written = calls.length === 0 ? embeddedCalls(text, tools) : undefined;
  for (const call of written?.calls ?? []) calls.push(tell(writtenCall(call, reader), onDelta));
  const rest = written ? '' : held.rest();
  if (rest !== '') onDelta({ type: 'text', text: rest });
  const said = written?.text ?? text;
  return {
    message: {
      role: 'assistant',
      content: [
        ...(thinking === ''
          ? []
          : [{ type: 'reasoning' as const, text: thinking, opaque: { provider: 'ollama', data: { model } } }]),
        ...(said === '' ? [] : [{ type: 'text' as const, text: said }]),
        ...calls,
      ],
    },
    stopReason: stopReasonOf(end, calls.length),
    usage: { inputTokens: end.prompt_eval_count ?? 0, outputTokens: end.eval_count ?? 0 },
    ...(end.model !== undefined && { model: end.model }),
  };
}

/** Older servers leave the reason out. */
function stopReasonOf({ done_reason: reason = 'stop' }: ChatLine, calls: number): StopReason {
  if (reason === 'length') return 'length';
  if (calls > 0) return 'tool-calls';
  return reason === 'stop' ? 'stop' : 'other';
}

function toCall({ id: given, function: called }: WireCall, { idOf }: LineReader): ToolCallPart {
  const call = { type: 'tool-call' as const, id: idOf(given), name: called?.name ?? '' };
  const { arguments: written = {} } = called ?? {};
  if (typeof written !== 'string') return { ...call, arguments: written };
  try {
    return { ...call, arguments: JSON.parse(written) as Json };
  } catch (error) {
    return { ...call, arguments: null, invalid: (error as Error).message };
  }
}

function writtenCall(call: EmbeddedCalls['calls'][number], { idOf }: LineReader): ToolCallPart {
  return { type: 'tool-call', id: idOf(), ...call };
}

function tell(call: ToolCallPart, onDelta: LineReader['onDelta']): ToolCallPart {
  const { id, name, arguments: given } = call;
  onDelta({ type: 'tool-call', id, name, argumentsText: JSON.stringify(given) });
  return call;
}
