import type { Context } from '@temporalio/activity';

/** Signs of life of one attempt. */
export interface Heart {
  /** Leaves a note for the next attempt. */
  note(this: void, details?: unknown): void;
  /** Shows a value to whoever watches. */
  progress(this: void, value: unknown): void;
  readonly lastNote: unknown;
  stop(): void;
}

/** What a heartbeat carries. */
interface Beat {
  readonly note?: unknown;
  readonly progress?: unknown;
}

/**
 * Cancellation reaches a body with the answer to a heartbeat, so this is what makes cancelling quick. The worker's own
 * throttle (at most 1 s) decides what is really sent.
 */
const interval = 500;

// One timer for all attempts of the process: hundreds of them may run at once.
const beating = new Set<() => void>();
let ticker: NodeJS.Timeout | undefined;

/**
 * Starts automatic heartbeats. They repeat the last note, so that none is lost, the one of an earlier attempt included.
 * `hide` takes secrets out of what they carry.
 */
export function startHeart(context: Context, hide: (value: unknown) => unknown): Heart {
  const last = context.info.heartbeatDetails as Beat | undefined;
  let beat: Beat = last ?? {};
  const send = (): void => context.heartbeat(beat);
  if (context.info.heartbeatTimeoutMs !== undefined) start(send);
  return {
    note: (details) => {
      beat = { ...beat, note: hide(details) };
      send();
    },
    progress: (value) => {
      beat = { ...beat, progress: hide(value) };
      send();
    },
    lastNote: last?.note,
    stop: () => stop(send),
  };
}

function start(send: () => void): void {
  beating.add(send);
  ticker ??= setInterval(() => {
    for (const one of beating) one();
  }, interval).unref();
}

function stop(send: () => void): void {
  beating.delete(send);
  if (beating.size > 0) return;
  clearInterval(ticker);
  ticker = undefined;
}
