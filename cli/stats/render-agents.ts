import type { Colours } from '../terminal/colours.js';
import { humanDuration } from '../terminal/human-duration.js';
import { humanCost, humanCount } from '../terminal/human-usage.js';
import { type Cell, type Column, table } from '../terminal/table.js';
import { type AgentStats, usageOf } from './agent-stats.js';

interface Look {
  readonly colours: Colours;
  readonly width: number | undefined;
}

/** A line for each agent, and one for all of them where there are several. */
export function renderAgents(agents: readonly AgentStats[], { colours, width }: Look): string[] {
  if (agents.length === 0) return [];
  const right = (title: string): Column => ({ title, align: 'right' });
  const columns: Column[] = [
    { title: 'AGENT', flexible: true },
    { title: 'MODEL' },
    ...['CALLS', 'RETRIES', 'FAILED', 'INPUT', 'CACHED', 'OUTPUT', 'COST', 'TIME'].map(right),
  ];
  const rows = agents.map((one) => rowOf(one, colours));
  const sum = (count: (one: AgentStats) => number): number => agents.reduce((total, one) => total + count(one), 0);
  const all: AgentStats = {
    agent: 'all',
    model: '',
    within: null,
    calls: sum(({ calls }) => calls),
    retries: sum(({ retries }) => retries),
    failures: sum(({ failures }) => failures),
    usage: usageOf(agents),
    time: sum(({ time }) => time),
  };
  const lines = agents.length > 1 ? [...rows, rowOf(all, colours)] : rows;
  return table(columns, lines, { width, titleColour: colours.dim });
}

function rowOf(
  { agent, model, within, calls, retries, failures, usage, time }: AgentStats,
  { bold, red }: Colours,
): (Cell | string)[] {
  const { inputTokens, outputTokens, cachedTokens, cost } = usage;
  return [
    { text: within === null ? agent : `${within} › ${agent}`, colour: bold },
    model,
    String(calls),
    retries > 0 ? String(retries) : '',
    failures > 0 ? { text: String(failures), colour: red } : '',
    humanCount(inputTokens),
    cachedTokens ? humanCount(cachedTokens) : '',
    humanCount(outputTokens),
    cost === undefined ? '' : humanCost(cost),
    humanDuration(time),
  ];
}
