import { parseArgs } from 'node:util';

export interface SoakOptions {
  readonly minutes: number;
  readonly workers: number;
  /** Runs per second; looked for if left out. */
  readonly rate: number | undefined;
}

export const usage = `npm run soak [-- --minutes 10] [--workers 2] [--rate N]
  --minutes  how long the rate is held
  --workers  worker processes on one queue
  --rate     runs per second; default: 80 % of the highest that is sustained, which is looked for first`;

/** The options of one soak; `undefined` when only the usage is wanted. */
export function parseOptions(args: readonly string[]): SoakOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string', default: '10' },
      workers: { type: 'string', default: '2' },
      rate: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return undefined;
  return {
    minutes: toCount('minutes', values.minutes),
    workers: toCount('workers', values.workers),
    rate: values.rate === undefined ? undefined : toCount('rate', values.rate),
  };
}

function toCount(name: string, text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new Error(`--${name} is a whole number from 1 on, not '${text}'.`);
  return count;
}
