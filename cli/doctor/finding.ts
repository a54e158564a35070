/** One thing that was looked at. `info` is neither good nor bad. */
export interface Finding {
  readonly level: 'ok' | 'info' | 'warn' | 'fail';
  readonly text: string;
  /** What to do about it. */
  readonly remedy?: string | undefined;
}
