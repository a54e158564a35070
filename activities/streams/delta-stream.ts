import type { StreamFrame } from '../../src/contract/stream.js';
import type { ModelReply } from '../../src/model/reply.js';
import { toolCallsOf } from '../../src/model/message.js';
import type { Delta } from '../../src/ports/model-provider.js';
import type { StreamChannel } from '../../src/ports/stream-channel.js';

/** Words are gathered for so long: viewers see no difference, and a channel has a tenth of the work. In milliseconds. */
const gathered = 40;

type Place = Pick<StreamFrame, 'agent' | 'conversation' | 'turn'>;

/** What one model call shows while it goes on. */
export interface DeltaStream {
  delta(this: void, delta: Delta): void;
  /** Everything is with the channel when this resolves. */
  end(reply: ModelReply): Promise<void>;
  /** The call has failed: nothing of it is shown after this, when the next attempt may show. */
  abandon(): Promise<void>;
}

interface Show {
  readonly channel: StreamChannel;
  /** The workflow id. */
  readonly run: string;
  readonly place: Place;
  readonly attempt: number;
  /** Told once if the channel fails. */
  readonly failed: (error: unknown) => void;
}

export function showDeltas({ channel, run, place, attempt, failed }: Show): DeltaStream {
  let frames: StreamFrame[] = [];
  let timer: NodeJS.Timeout | undefined;
  let sent = Promise.resolve();
  let isBroken = false;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const some = frames;
    frames = [];
    if (some.length === 0 || isBroken) return;
    // One after another, so that frames cannot overtake each other.
    sent = sent
      .then(() => channel.publish(run, some))
      .catch((error: unknown) => {
        isBroken = true;
        failed(error);
      });
  };
  const add = (frame: StreamFrame): void => {
    const last = frames.at(-1);
    if (isText(frame) && last && isText(last) && last.type === frame.type) {
      frames[frames.length - 1] = { ...last, text: last.text + frame.text };
    } else frames.push(frame);
    timer ??= setTimeout(flush, gathered);
  };
  add(attempt > 1 ? { ...place, type: 'attempt-restart', attempt } : { ...place, type: 'step-start' });
  return {
    delta(delta) {
      if (delta.type === 'text') add({ ...place, type: 'text-delta', text: delta.text });
      if (delta.type === 'reasoning') add({ ...place, type: 'reasoning-delta', text: delta.text });
    },
    async end({ message, stopReason }) {
      // Whole: half of a call's arguments is of no use to anybody.
      for (const { id, name, arguments: given } of toolCallsOf(message)) {
        add({ ...place, type: 'tool-call', id, name, arguments: given });
      }
      add({ ...place, type: 'step-end', stopReason });
      flush();
      await sent;
    },
    async abandon() {
      clearTimeout(timer);
      frames = [];
      await sent;
    },
  };
}

function isText(frame: StreamFrame): frame is Extract<StreamFrame, { readonly text: string }> {
  return frame.type === 'text-delta' || frame.type === 'reasoning-delta';
}
