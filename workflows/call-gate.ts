/**
 * Holds calls back while too many are open in one run: Temporal never starts more than 2,000 activities and then
 * retries the workflow task for ever, and one workflow task may carry 4 MB of inputs at most.
 */
export class CallGate {
  private open = 0;
  private bytes = 0;
  private readonly waiting: { readonly size: number; readonly enter: () => void }[] = [];

  constructor(
    private readonly maximumOpen = 1_000,
    private readonly maximumBytes = 3 * 1024 * 1024,
  ) {}

  /** Whether a call may start now; if so, it counts as open until {@link leave}. */
  tryEnter(size: number): boolean {
    if (this.waiting.length > 0 || !this.hasRoom(size)) return false;
    this.admit(size);
    return true;
  }

  /** Queues a call; `enter` is called, first come first served, when its turn has come and it counts as open. */
  queue(size: number, enter: () => void): void {
    this.waiting.push({ size, enter });
  }

  /** A queued call that was cancelled gives up its place. */
  withdraw(enter: () => void): void {
    const index = this.waiting.findIndex((call) => call.enter === enter);
    if (index >= 0) this.waiting.splice(index, 1);
  }

  leave(size: number): void {
    this.open -= 1;
    this.bytes -= size;
    for (let next = this.waiting[0]; next !== undefined && this.hasRoom(next.size); next = this.waiting[0]) {
      this.waiting.shift();
      this.admit(next.size);
      next.enter();
    }
  }

  private hasRoom(size: number): boolean {
    // One large call alone always gets through; its own limit is checked elsewhere.
    return this.open === 0 || (this.open < this.maximumOpen && this.bytes + size <= this.maximumBytes);
  }

  private admit(size: number): void {
    this.open += 1;
    this.bytes += size;
  }
}
