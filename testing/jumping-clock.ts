import type { Clock } from '../src/direct/settings.js';

interface Timer {
  readonly at: number;
  readonly fire: () => void;
}

/** Time that jumps to the next timer as soon as nothing else is going on: three days of sleep take no time in a test. */
export class JumpingClock implements Clock {
  private time = Date.now();
  private readonly timers = new Set<Timer>();
  private held = 0;
  private looking = false;

  now(): number {
    return this.time;
  }

  after(milliseconds: number, code: () => void): () => void {
    const timer = { at: this.time + milliseconds, fire: code };
    this.timers.add(timer);
    this.look();
    return () => void this.timers.delete(timer);
  }

  /** While a task's body runs, time stands still: its end may be what the timers are there to miss. */
  async hold<T>(work: Promise<T>): Promise<T> {
    this.held += 1;
    try {
      return await work;
    } finally {
      this.held -= 1;
      this.look();
    }
  }

  private look(): void {
    if (this.looking || this.held > 0 || this.timers.size === 0) return;
    this.looking = true;
    // After everything that is ready to run has run.
    setImmediate(() => {
      this.looking = false;
      if (this.held > 0) return;
      this.jump();
      this.look();
    });
  }

  private jump(): void {
    const [first, ...others] = this.timers;
    if (first === undefined) return;
    const next = others.reduce((earliest, timer) => (timer.at < earliest.at ? timer : earliest), first);
    this.timers.delete(next);
    this.time = Math.max(this.time, next.at);
    next.fire();
  }
}
