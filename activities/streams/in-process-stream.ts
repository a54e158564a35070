import type { StreamEvent, StreamFrame } from '../../src/contract/stream.js';
import type { StreamChannel, SubscribeOptions } from '../../src/ports/stream-channel.js';

/** Events of a run that are kept for those who come late, and runs that are kept. */
const keptEvents = 10_000;
const keptRuns = 1_000;

interface Shown {
  readonly events: StreamEvent[];
  next: number;
  readonly waiting: Set<() => void>;
}

/** For one process: worker and viewers share its memory. In tests, in `perdure dev`, in small servers. */
export function inProcessStream(): StreamChannel {
  const runs = new Map<string, Shown>();
  const open = (run: string): Shown => {
    const shown = runs.get(run) ?? { events: [], next: 1, waiting: new Set() };
    runs.delete(run);
    runs.set(run, shown);
    for (const [oldest, { waiting }] of runs) {
      if (runs.size <= keptRuns) break;
      // Nobody's stream is taken away while it is watched.
      if (waiting.size === 0) runs.delete(oldest);
    }
    return shown;
  };
  return {
    publish: (run, frames) => Promise.resolve(append(open(run), frames)),
    subscribe: (run, options) => follow(open(run), options),
  };
}

function append(shown: Shown, frames: readonly StreamFrame[]): void {
  shown.events.push(...frames.map((frame) => ({ seq: shown.next++, frame })));
  shown.events.splice(0, shown.events.length - keptEvents);
  for (const wake of shown.waiting) wake();
}

async function* follow(shown: Shown, { after = 0, signal }: SubscribeOptions = {}): AsyncGenerator<StreamEvent> {
  for (let last = after; ;) {
    for (const event of shown.events.filter(({ seq }) => seq > last)) {
      last = event.seq;
      yield event;
    }
    if (signal?.aborted) return;
    if (shown.next - 1 <= last) await somethingNew(shown, signal);
  }
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
