const allowed = 5;
const windowMilliseconds = 30_000;
const firstDelay = 200;

/** How long to wait before a crashed worker is started again; `undefined` when it has crashed too often in a row. */
export class CrashBudget {
  private crashes: number[] = [];

  /** Notes a crash at a moment (milliseconds). */
  record(now: number): number | undefined {
    this.crashes = [...this.crashes.filter((time) => now - time < windowMilliseconds), now];
    if (this.crashes.length >= allowed) return undefined;
    return firstDelay * 2 ** (this.crashes.length - 1);
  }

  /** New code gets a new chance. */
  reset(): void {
    this.crashes = [];
  }
}
