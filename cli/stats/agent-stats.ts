import { addUsage, noUsage, type Usage } from '../../src/model/reply.js';
import type { Call } from './call.js';

/** All model calls of one agent with one model, counted together; the time in milliseconds. */
export interface AgentStats {
  readonly agent: string;
  /** `<provider>/<model>`. */
  readonly model: string;
  /** The workflow of the child runs the calls were made in; `null` for the run itself. */
  readonly within: string | null;
  readonly calls: number;
  /** Attempts beyond the first of each call; what these used, no provider says. */
  readonly retries: number;
  readonly failures: number;
  /** `cost` only where the worker knew a price for each call that has an answer. */
  readonly usage: Usage;
  /** From each call to its end, retries and waiting included. */
  readonly time: number;
}

/** The agents of one or many runs, those that took most of the time first. */
export function agentStats(calls: readonly Call[]): AgentStats[] {
  const groups = new Map<string, Call[]>();
  for (const call of calls) {
    if (call.model === undefined) continue;
    const key = JSON.stringify([call.within, call.name, call.model]);
    groups.set(key, [...(groups.get(key) ?? []), call]);
  }
  return [...groups.values()].map(toStats).toSorted((a, b) => b.time - a.time);
}

/** All of them together. */
export function usageOf(agents: readonly AgentStats[]): Usage {
  return withoutHalfCost(agents.map(({ usage }) => usage));
}

function toStats(calls: readonly Call[]): AgentStats {
  const [{ name, model = '', within } = { name: '', within: undefined }] = calls as readonly [Call?];
  const sum = (count: (call: Call) => number): number => calls.reduce((total, call) => total + count(call), 0);
  return {
    agent: name,
    model,
    within: within ?? null,
    calls: calls.length,
    retries: sum(({ attempts }) => Math.max(0, attempts - 1)),
    failures: calls.filter(({ status }) => status === 'failed' || status === 'timed-out').length,
    usage: withoutHalfCost(calls.flatMap(({ usage }) => usage ?? [])),
    time: sum(({ startedAt, until }) => until - startedAt),
  };
}

/** A sum that leaves something out would be taken for the whole. */
function withoutHalfCost(usages: readonly Usage[]): Usage {
  const { cost: _, ...tokens } = usages.reduce((total, usage) => addUsage(total, usage), noUsage);
  const isWhole = usages.length > 0 && usages.every(({ cost }) => cost !== undefined);
  return isWhole ? { ...tokens, cost: usages.reduce((total, { cost = 0 }) => total + cost, 0) } : tokens;
}
