import { quantile } from '../spread.js';
import type { Trial } from './find-rate.js';
import type { Minute } from './hold.js';

export function toMegabytes(bytes: number): string {
  return (bytes / 1_048_576).toFixed(1);
}

export function trialLine({ rate, p95, backlog, errors }: Trial): string {
  return `  ${rate.toFixed(1).padStart(6)} runs/s  p95 ${p95.toFixed(0).padStart(6)} ms  open ${backlog}  errors ${errors}`;
}

export function minuteHead(processes: readonly string[]): string {
  return [
    'minute',
    'started',
    'finished',
    'open',
    'p50 ms',
    'p95 ms',
    'errors',
    ...processes.map((name) => `${name} MB`),
  ]
    .map((title) => title.padStart(10))
    .join(' ');
}

export function minuteLine({ minute, started, finished, backlog, latencies, errors, memory }: Minute): string {
  const times = [0.5, 0.95].map((part) => quantile(latencies, part).toFixed(0));
  return [minute, started, finished, backlog, ...times, errors.length, ...Object.values(memory).map(toMegabytes)]
    .map((value) => String(value).padStart(10))
    .join(' ');
}
