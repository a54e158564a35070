import type { Held } from './hold.js';
import { flatGrowth, growth, isFlat, judgedMinutes } from './memory.js';
import { toMegabytes } from './render.js';

export interface Verdict {
  readonly passed: boolean;
  readonly lines: readonly string[];
}

/**
 * No error, everything finished, and the workers' memory flat. The server's is told and not judged: what it keeps of runs
 * that have ended is its own matter.
 */
export function judge(
  { rate, minutes, memory }: Held,
  complaints: readonly string[],
  workers: readonly string[],
): Verdict {
  const sum = (of: (minute: Held['minutes'][number]) => number): number =>
    minutes.reduce((total, minute) => total + of(minute), 0);
  const started = sum((minute) => minute.started);
  const finished = sum((minute) => minute.finished);
  const errors = minutes.flatMap((minute) => minute.errors);
  const lost = started - finished - errors.length;
  const faults = [
    ...first(errors, 'runs that failed'),
    ...first(complaints, 'complaints of workers'),
    ...(lost > 0 ? [`${lost} runs have not ended`] : []),
  ];
  const isJudged = minutes.length >= judgedMinutes;
  const lines = Object.entries(memory).map(([name, samples]) => {
    const perMinute = toMegabytes(growth(samples, minutes.length));
    if (!workers.includes(name)) return `memory of ${name}: ${perMinute} MB a minute, not judged`;
    if (!isJudged) return `memory of ${name}: ${perMinute} MB a minute; judged from ${judgedMinutes} minutes on`;
    const flat = isFlat(samples, minutes.length);
    const bound = `${flatGrowth * 100} % a minute`;
    if (!flat) faults.push(`memory of ${name} grows by more than ${bound}`);
    return `memory of ${name}: ${perMinute} MB a minute in the second half, ${flat ? 'flat' : 'growing'} (bound: ${bound})`;
  });
  return {
    passed: faults.length === 0,
    lines: [
      `${minutes.length} minutes at ${rate.toFixed(1)} runs/s: ${started} runs started, ${finished} finished, ${errors.length} failed, ${complaints.length} complaints of workers`,
      ...lines,
      ...faults.map((fault) => `FAULT: ${fault}`),
      faults.length === 0 ? 'PASSED' : 'FAILED',
    ],
  };
}

function first(list: readonly string[], what: string): string[] {
  return list.length === 0 ? [] : [`${list.length} ${what}, the first: ${list[0]}`];
}
