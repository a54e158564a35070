/**
 * The work, or a failure with the signal's reason as soon as that is aborted. `fetch` itself holds its signal weakly: once
 * memory has been collected it may not hear of an abort, so the signal that it is given only saves work.
 */
export async function unlessAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  let abort: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** The same with a time, in milliseconds. The timer is real, so nothing can forget it. */
export async function withinTime<T>(longest: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error(`no answer within ${longest / 1_000} s`)), longest);
  try {
    return await unlessAborted(late.signal, () => work(late.signal));
  } finally {
    clearTimeout(timer);
  }
}
