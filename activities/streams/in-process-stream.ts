import type { StreamEvent, StreamFrame } from '../../src/contract/stream.js';
import type { PublishOptions, StreamChannel, SubscribeOptions } from '../../src/ports/stream-channel.js';
import { frameSize } from './frame-size.js';

/** What is kept for those who come late: events of a run, runs, and characters of all of them. */
const kept = { events: 10_000, runs: 1_000, size: 128 * 1024 * 1024 };
/** Batches of a run whose repetition is noticed. */
const keptBatches = 1_000;
/** As many events as a viewer is handed at once. */
const page = 100;

interface Shown {
  readonly events: StreamEvent[];
  readonly batches: Set<string>;
  readonly waiting: Set<() => void>;
  next: number;
}

/** For one process: worker and viewers share its memory. In tests, behind a hub, in small servers. */
export function inProcessStream(): StreamChannel {
  const memory = new Memory();
  return {
    publish: async (run, frames, options) => memory.append(run, frames, options),
    subscribe: (run, options) => follow(memory, run, options),
  };
}

class Memory {
  private readonly runs = new Map<string, Shown>();
  private size = 0;

  /** The run, which becomes the one used last. */
  open(run: string): Shown {
    const shown = this.runs.get(run) ?? { events: [], batches: new Set(), waiting: new Set(), next: 1 };
    this.runs.delete(run);
    this.runs.set(run, shown);
    return shown;
  }

  append(run: string, frames: readonly StreamFrame[], { batch }: PublishOptions = {}): void {
    const shown = this.open(run);
    if (batch !== undefined) {
      if (shown.batches.has(batch)) return;
      shown.batches.add(batch);
      if (shown.batches.size > keptBatches) shown.batches.delete(first(shown.batches));
    }
    for (const frame of frames) {
      shown.events.push({ seq: shown.next++, frame });
      this.size += frameSize(frame);
    }
    this.forget(shown, shown.events.length - kept.events);
    this.makeRoom();
    for (const wake of shown.waiting) wake();
  }

  private forget({ events }: Shown, count: number): void {
    for (const { frame } of events.splice(0, Math.max(0, count))) this.size -= frameSize(frame);
  }

  /** The run used last is at the end: it loses something only when nothing else is left. */
  private makeRoom(): void {
    for (const [run, shown] of this.runs) {
      const isTooMany = this.runs.size > kept.runs;
      if (!isTooMany && this.size <= kept.size) return;
      // Nobody's stream is taken away while it is watched; what it holds is, where memory ends.
      if (isTooMany && shown.waiting.size === 0) {
        this.forget(shown, shown.events.length);
        this.runs.delete(run);
      }
      while (this.size > kept.size && shown.events.length > 1) this.forget(shown, Math.ceil(shown.events.length / 10));
    }
  }
}

async function* follow(
  memory: Memory,
  run: string,
  { after = 0, signal }: SubscribeOptions = {},
): AsyncGenerator<StreamEvent> {
  for (let last = after; ;) {
    const shown = memory.open(run);
    if (last >= shown.next) last = 0;
    const some = eventsAfter(shown.events, last);
    for (const event of some) {
      last = event.seq;
      yield event;
    }
    if (some.length > 0) continue;
    if (signal?.aborted) return;
    await somethingNew(shown, signal);
  }
}

function eventsAfter(events: readonly StreamEvent[], last: number): readonly StreamEvent[] {
  const start = Math.max(0, last + 1 - (events[0]?.seq ?? 1));
  return events.slice(start, start + page);
}

function somethingNew({ waiting }: Shown, signal: SubscribeOptions['signal']): Promise<void> {
  return new Promise((resolve) => {
    const wake = (): void => {
      waiting.delete(wake);
      signal?.removeEventListener('abort', wake);
      resolve();
    };
    waiting.add(wake);
    signal?.addEventListener('abort', wake, { once: true });
  });
}

function first(batches: ReadonlySet<string>): string {
  for (const batch of batches) return batch;
  return '';
}
