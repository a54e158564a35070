import type { Call } from './call.js';
import { type Spread, spreadOf } from './spread.js';

/** All calls of one step, counted together; lengths in milliseconds. */
export interface StepStats {
  readonly kind: Call['kind'];
  readonly name: string;
  /** The workflow of the child runs the calls were made in; `null` for the run itself. */
  readonly within: string | null;
  readonly calls: number;
  /** Calls that go on. */
  readonly open: number;
  readonly attempts: number;
  /** Calls that failed or timed out in the end. */
  readonly failures: number;
  readonly time: Spread;
  readonly queued: number;
  readonly retrying: number;
  /** The part of the runs' time in which at least one call of the step was under way, 0 to 1. */
  readonly share: number;
}

/** A run's calls, and how long it has taken. */
export interface Measured {
  readonly calls: readonly Call[];
  readonly duration: number;
}

/** The steps of one or many runs, those that took most of the time first. */
export function stepStats(runs: readonly Measured[]): StepStats[] {
  const whole = runs.reduce((sum, { duration }) => sum + duration, 0);
  const groups = new Map<string, { readonly calls: Call[]; busy: number }>();
  for (const run of runs) {
    for (const [key, calls] of byStep(run.calls)) {
      const group = groups.get(key) ?? { calls: [], busy: 0 };
      for (const call of calls) group.calls.push(call);
      group.busy += covered(calls);
      groups.set(key, group);
    }
  }
  return [...groups.values()]
    .map(({ calls, busy }) => toStats(calls, whole === 0 ? 0 : Math.min(1, busy / whole)))
    .toSorted((a, b) => b.share - a.share);
}

/** Single calls of tasks and child runs, the longest first; waits of people and timers are nobody's slowness. */
export function slowestCalls(calls: readonly Call[], count: number): Call[] {
  return calls
    .filter(({ kind }) => kind === 'task' || kind === 'child')
    .toSorted((a, b) => b.until - b.startedAt - (a.until - a.startedAt))
    .slice(0, count);
}

function byStep(calls: readonly Call[]): Map<string, Call[]> {
  const groups = new Map<string, Call[]>();
  for (const call of calls) {
    const key = `${call.kind} ${call.within ?? ''} ${call.name}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [call]);
    else group.push(call);
  }
  return groups;
}

function toStats(calls: readonly Call[], share: number): StepStats {
  const [{ kind, name, within } = { kind: 'task' as const, name: '', within: undefined }] = calls;
  const sum = (length: (call: Call) => number): number => calls.reduce((total, call) => total + length(call), 0);
  return {
    kind,
    name,
    within: within ?? null,
    calls: calls.length,
    open: calls.filter(({ status }) => status === 'open').length,
    attempts: sum(({ attempts }) => attempts),
    failures: calls.filter(({ status }) => status === 'failed' || status === 'timed-out').length,
    time: spreadOf(calls.map(({ time }) => time)),
    queued: sum(({ queued }) => queued),
    retrying: sum(({ retrying }) => retrying),
    share,
  };
}

/** How much time the calls cover together: what runs side by side counts once. */
function covered(calls: readonly Call[]): number {
  let total = 0;
  let reached = Number.NEGATIVE_INFINITY;
  for (const { startedAt, until } of calls.toSorted((a, b) => a.startedAt - b.startedAt)) {
    total += Math.max(0, until - Math.max(startedAt, reached));
    reached = Math.max(reached, until);
  }
  return total;
}
