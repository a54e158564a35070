import type { Report } from './report.js';

/** Says what is happening now; the time is added by the teller. */
export type Tell = (phase: string, detail?: string) => void;

const millisecondsBetweenTicks = 1000;
// A download has news thousands of times a second.
const millisecondsBetweenDetails = 100;

/** Runs `action` with a teller that repeats the latest news every second, so that a silent compiler does not look stuck. */
export async function tellProgress<Result>(
  report: Report | undefined,
  action: (tell: Tell) => Promise<Result>,
): Promise<Result> {
  if (report === undefined) return action(() => {});
  const begin = performance.now();
  let latest: Parameters<Tell> | undefined;
  let told = -Infinity;
  const repeat = (): void => {
    if (latest === undefined) return;
    const [phase, detail] = latest;
    told = performance.now();
    report({ phase, ...(detail === undefined ? {} : { detail }), seconds: (performance.now() - begin) / 1000 });
  };
  const ticker = setInterval(repeat, millisecondsBetweenTicks);
  try {
    return await action((...news) => {
      const isMoreOfTheSame = latest?.[0] === news[0] && performance.now() - told < millisecondsBetweenDetails;
      latest = news;
      if (!isMoreOfTheSame) repeat();
    });
  } finally {
    clearInterval(ticker);
  }
}
