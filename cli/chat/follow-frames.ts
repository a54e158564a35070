import type { Run, StreamEvent } from '../../client/index.js';
import { PerdureError } from '../../src/errors.js';

/** Frames of what was before come at once; so long a silence means that they have come. In milliseconds. */
const quiet = 300;

export interface FollowedFrames {
  /** Resolves when what the channel still had of earlier answers has been heard. */
  caughtUp(): Promise<void>;
}

/**
 * Hears what the agents of a run show, where this program has a channel for it; without one, or when it breaks, replies
 * come whole.
 */
export function followFrames(
  run: Run,
  onFrame: (event: StreamEvent) => void,
  note: (text: string) => void,
): FollowedFrames {
  let lastHeard = Date.now();
  let isOver = false;
  const follow = async (): Promise<void> => {
    try {
      for await (const event of run.stream()) {
        lastHeard = Date.now();
        onFrame(event);
      }
    } catch (error) {
      if (PerdureError.is(error, 'Stream.NotConfigured')) return;
      note(`What the agent shows cannot be heard any more (${String(error)}); replies come whole.`);
    } finally {
      isOver = true;
    }
  };
  void follow();
  return {
    async caughtUp() {
      for (let left = quiet; left > 0 && !isOver; left = lastHeard + quiet - Date.now()) {
        await new Promise((resolve) => void setTimeout(resolve, left));
      }
    },
  };
}
