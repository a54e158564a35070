const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Waits for Ctrl-C or a request to end. The next one ends the process at once, after `onSecond`. */
export function untilInterrupted(onSecond: () => void): Promise<'interrupted'> {
  return new Promise((resolve) => {
    let count = 0;
    const hear = (): void => {
      count += 1;
      if (count === 1) return resolve('interrupted');
      onSecond();
      process.exit(130);
    };
    for (const signal of signals) process.on(signal, hear);
  });
}
