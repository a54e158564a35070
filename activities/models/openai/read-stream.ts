import type { OpenAI } from 'openai';
import type { Delta, ModelCallContext } from '../../../src/ports/model-provider.js';
import type { ToolNames } from '../wire/tool-names.js';
import { truncated } from '../wire/truncated.js';
import { ReportedError } from './classify.js';

type Event = OpenAI.Responses.ResponseStreamEvent;

/** A response with the items of its output; some servers leave them out of the last event. */
export interface Finished {
  readonly response: OpenAI.Responses.Response;
  readonly items: readonly OpenAI.Responses.ResponseOutputItem[];
}

/**
 * Reads the events to the last one.
 * @throws ReportedError with what the server reports; PerdureError `Model.Truncated` if the last event is missing
 */
export async function readStream(
  events: AsyncIterable<Event>,
  { signal, onDelta }: ModelCallContext,
  { fromWire }: ToolNames,
  contentType: string | null,
): Promise<Finished> {
  const items: OpenAI.Responses.ResponseOutputItem[] = [];
  const calls = new Map<number, { readonly id: string; readonly name: string }>();
  let count = 0;
  for await (const event of events) {
    count += 1;
    if (event.type === 'response.output_item.added' && event.item.type === 'function_call')
      calls.set(event.output_index, { id: event.item.call_id, name: fromWire(event.item.name) });
    onDelta(toDelta(event, calls));
    if (event.type === 'response.output_item.done') items[event.output_index] = event.item;
    if (event.type === 'error') throw new ReportedError(event.message, event.code);
    if (event.type === 'response.failed') {
      const { error } = event.response;
      throw new ReportedError(error?.message ?? 'The response failed.', error?.code);
    }
    if (event.type === 'response.completed' || event.type === 'response.incomplete') {
      const { response } = event;
      return { response, items: response.output?.length > 0 ? response.output : items.filter(Boolean) };
    }
  }
  // The loop ends in silence when the call is cancelled.
  signal.throwIfAborted();
  throw truncated(count, contentType);
}

function toDelta(event: Event, calls: ReadonlyMap<number, { readonly id: string; readonly name: string }>): Delta {
  if (event.type === 'response.output_text.delta') return { type: 'text', text: event.delta };
  if (event.type === 'response.reasoning_summary_text.delta' || event.type === 'response.reasoning_text.delta')
    return { type: 'reasoning', text: event.delta };
  const call = 'output_index' in event ? calls.get(event.output_index) : undefined;
  if (call && event.type === 'response.output_item.added') return { type: 'tool-call', ...call, argumentsText: '' };
  if (call && event.type === 'response.function_call_arguments.delta')
    return { type: 'tool-call', ...call, argumentsText: event.delta };
  return { type: 'activity' };
}
