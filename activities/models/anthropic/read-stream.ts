import type Anthropic from '@anthropic-ai/sdk';
import type { AssistantMessage } from '../../../src/model/message.js';
import { ModelError } from '../../../src/model/model-error.js';
import type { ModelReply, StopReason } from '../../../src/model/reply.js';
import type { Delta, ModelCallContext } from '../../../src/ports/model-provider.js';
import { failedStream } from './classify.js';
import { BlockReader } from './read-block.js';
import type { ToolNames } from '../wire/tool-names.js';
import { type UsageSoFar, toUsage } from './usage.js';

const stopReasons: Readonly<Record<string, StopReason>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  tool_use: 'tool-calls',
  max_tokens: 'length',
  pause_turn: 'pause',
  refusal: 'refusal',
};

export interface StreamEvent {
  readonly event: string | null;
  readonly data: string;
}

type Parsed = Anthropic.RawMessageStreamEvent | { readonly type: 'error' | 'ping' };

/**
 * Reads a reply to its last event, telling of every one.
 * @throws ModelError `Model.Truncated` if that event does not come, `Model.ContextTooLong`, or what an `error` event says
 */
export async function readStream(
  events: AsyncIterable<StreamEvent>,
  names: ToolNames,
  { signal, onDelta }: Pick<ModelCallContext, 'signal' | 'onDelta'>,
): Promise<ModelReply> {
  const reader = new ReplyReader(names);
  for await (const event of events) onDelta(reader.take(parse(event)));
  // An aborted stream may end as if it had come to its end.
  if (signal.aborted) throw signal.reason;
  return reader.reply();
}

class ReplyReader {
  private readonly blocks: BlockReader[] = [];
  private usage: UsageSoFar = {};
  private stopReason: string | null = null;
  private stopDetails: Anthropic.RefusalStopDetails | null = null;
  private model = '';
  private events = 0;
  private isComplete = false;

  constructor(private readonly names: ToolNames) {}

  take(event: Parsed): Delta {
    this.events += 1;
    if (event.type === 'error') throw failedStream(event);
    if (event.type === 'message_start') {
      this.model = event.message.model;
      this.addUsage(event.message.usage);
    } else if (event.type === 'content_block_start') return this.begin(event.index, event.content_block);
    else if (event.type === 'content_block_delta') return this.blocks[event.index]?.grow(event.delta) ?? alive;
    else if (event.type === 'message_delta') {
      this.stopReason = event.delta.stop_reason;
      this.stopDetails = event.delta.stop_details;
      this.addUsage(event.usage);
    } else if (event.type === 'message_stop') this.isComplete = true;
    return alive;
  }

  reply(): ModelReply {
    if (!this.isComplete) throw this.truncated();
    if (this.stopReason === 'model_context_window_exceeded') throw tooLong();
    const content = this.content();
    const usage = toUsage(this.usage);
    return {
      message: { role: 'assistant', content },
      stopReason: this.stopReasonOf(content),
      ...(usage && { usage }),
      ...(this.model && { model: this.model }),
    };
  }

  private begin(index: number, block: Anthropic.ContentBlock): Delta {
    const reader = new BlockReader(block, this.names);
    this.blocks[index] = reader;
    return reader.begun;
  }

  private content(): AssistantMessage['content'] {
    const { stopReason, stopDetails } = this;
    const blocks = this.blocks.filter((block) => block !== undefined);
    const parts = blocks.flatMap((block, index) =>
      block.parts(stopReason === 'max_tokens' && index === blocks.length - 1),
    );
    if (stopReason !== 'refusal') return parts;
    const reason = stopDetails?.explanation ?? stopDetails?.category;
    return reason ? [...parts, { type: 'refusal', text: reason }] : parts;
  }

  private stopReasonOf(content: AssistantMessage['content']): StopReason {
    const known = stopReasons[this.stopReason ?? ''];
    const hasCalls = content.some((part) => part.type === 'tool-call');
    // Some servers that speak this API say 'end_turn' all the same.
    if (hasCalls && (known === undefined || known === 'stop')) return 'tool-calls';
    return known ?? 'other';
  }

  private addUsage(usage: UsageSoFar | null | undefined): void {
    const said = Object.entries(usage ?? {}).filter(([, value]) => value !== null);
    this.usage = { ...this.usage, ...(Object.fromEntries(said) as UsageSoFar) };
  }

  private truncated(): ModelError {
    const message =
      this.events === 0
        ? 'Anthropic answered without a single event. If there is a proxy in between, it has to let server-sent events through.'
        : `Anthropic's reply ended after ${this.events} events without its last one, 'message_stop'.`;
    return new ModelError('Truncated', { message, details: { events: this.events } });
  }
}

const alive: Delta = { type: 'activity' };

function parse({ event, data }: StreamEvent): Parsed {
  if (data === '' || event === 'ping') return { type: 'ping' };
  try {
    const parsed = JSON.parse(data) as Parsed;
    return event === 'error' ? { ...parsed, type: event } : parsed;
  } catch (cause) {
    throw new ModelError('Unavailable', { message: 'Anthropic sent an event that is not JSON.', cause });
  }
}

function tooLong(): ModelError {
  return new ModelError('ContextTooLong', {
    message:
      'The conversation and its reply are more than the model can hold. Send less: a smaller window of working memory, or shorter results of tools.',
  });
}
