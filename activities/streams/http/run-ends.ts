import { setTimeout } from 'node:timers/promises';
import { PerdureError } from '../../../src/errors.js';

/** An app as the hub needs it: what `connect` gives. */
export interface RunSource {
  run(id: string): { result(): Promise<unknown> };
}

/** These say nothing about the run: it may not have been started yet, or cannot be asked. */
const unknown = new Set(['Run.NotFound', 'Server.NotReachable']);
const betweenQuestions = 2_000;

/** Knows when runs are over. All viewers of a run share one question, and leave nothing behind when they go. */
export class RunEnds {
  private readonly viewers = new Map<string, Set<() => void>>();

  constructor(private readonly app: RunSource | undefined) {}

  /** Calls when the run is over. Without an app, or once the viewer has gone, never. */
  onEnd(run: string, gone: AbortSignal, tell: () => void): void {
    if (this.app === undefined || gone.aborted) return;
    const known = this.viewers.get(run);
    const viewers = known ?? new Set();
    viewers.add(tell);
    gone.addEventListener('abort', () => viewers.delete(tell), { once: true });
    if (known) return;
    this.viewers.set(run, viewers);
    void this.watch(this.app, run, viewers);
  }

  private async watch(app: RunSource, run: string, viewers: ReadonlySet<() => void>): Promise<void> {
    while (viewers.size > 0 && !(await isOver(app, run))) await setTimeout(betweenQuestions, undefined, { ref: false });
    this.viewers.delete(run);
    for (const tell of viewers) tell();
  }
}

async function isOver(app: RunSource, run: string): Promise<boolean> {
  try {
    await app.run(run).result();
    return true;
  } catch (error) {
    return !(PerdureError.is(error) && unknown.has(error.code));
  }
}
