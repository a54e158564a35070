/**
 * What a program prints, up to a size: the beginning and the end, where usually the reason of a failure is. However much
 * it prints, no more is kept.
 */
export class CappedOutput {
  private readonly head: Buffer[] = [];
  private headSize = 0;
  private tail: Buffer[] = [];
  private tailSize = 0;
  private total = 0;

  /** @param most bytes of each half */
  constructor(private readonly most: number) {}

  add(chunk: Buffer): void {
    this.total += chunk.length;
    const first = chunk.subarray(0, this.most - this.headSize);
    if (first.length > 0) this.head.push(first);
    this.headSize += first.length;
    const rest = chunk.subarray(first.length);
    if (rest.length === 0) return;
    this.tail.push(rest);
    this.tailSize += rest.length;
    // Not with each chunk: joining costs as much as is kept.
    if (this.tailSize > this.most * 2) this.trim();
  }

  get truncated(): boolean {
    return this.total > this.most * 2;
  }

  text(): string {
    this.trim();
    if (!this.truncated) return Buffer.concat([...this.head, ...this.tail]).toString();
    const leftOut = this.total - this.headSize - this.tailSize;
    return `${Buffer.concat(this.head).toString()}\n[${leftOut} bytes left out]\n${Buffer.concat(this.tail).toString()}`;
  }

  private trim(): void {
    if (this.tailSize <= this.most) return;
    this.tail = [Buffer.concat(this.tail).subarray(-this.most)];
    this.tailSize = this.most;
  }
}
