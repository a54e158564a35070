import { type Comparison, hasPassed } from './compare.js';
import type { Conditions } from './describe-conditions.js';
import { formatRatio, formatValue } from './format-figures.js';
import type { LongAgent } from './long-agent.js';
import type { BundleFacts, BundlePair } from './measure-bundles.js';

/** Everything one run of the benchmark has found. */
export interface Findings {
  readonly conditions: Conditions;
  /** perdure beside hand-written Temporal. */
  readonly comparisons: readonly Comparison[];
  readonly bundles: BundlePair | undefined;
  /** Our dev server beside the stock one. */
  readonly servers: Comparison | undefined;
  /** 500 turns of an agent by each side. */
  readonly longAgents: readonly LongAgent[] | undefined;
  readonly seconds: number;
}

/** The report in Markdown. */
export function renderReport({ conditions, comparisons, bundles, servers, longAgents, seconds }: Findings): string {
  const { date, node, sdk, server, cores, cpu, loadBefore } = conditions;
  const load = loadBefore > 0.5 ? ' **The machine was not quiet.**' : '';
  return [
    '# perdure beside hand-written Temporal',
    `${date} UTC · Node ${node} · Temporal SDK ${sdk} · server ${server}, file database, perdure's dev settings · ${cores} cores, ${cpu} · load before ${loadBefore.toFixed(2)} · took ${Math.round(seconds)} s.${load}`,
    comparisons.length > 0 ? table(comparisons, ['perdure', 'hand-written']) : undefined,
    'Times are medians over all measurements. A ratio is the median of the ratios of single rounds, in which both sides ran one after the other, in turns; in brackets the middle half of them. CPU is the CPU time of the worker process.',
    bundles && describeBundles(bundles),
    servers && table([servers], ['our dev server', 'stock dev server']),
    longAgents && describeLongAgents(longAgents),
    verdict([...comparisons, ...(servers ? [servers] : [])]),
  ]
    .filter((part) => part !== undefined)
    .join('\n\n');
}

function table(comparisons: readonly Comparison[], [ours, theirs]: readonly [string, string]): string {
  const titles = ['', ours, 'p95', 'min', theirs, 'p95', 'min', 'ratio', 'target', '', 'CPU ratio', 'rounds'];
  const lines = comparisons.map((row) => {
    const show = (value: number): string => formatValue(value, row.unit);
    const passed = hasPassed(row);
    return [
      row.title,
      ...[row.ours, row.theirs].flatMap(({ median, p95, min }) => [`**${show(median)}**`, show(p95), show(min)]),
      formatRatio(row.ratio),
      row.target === undefined ? '–' : `≤ ${row.target}`,
      passed === undefined ? '' : passed ? 'PASS' : '**FAIL**',
      row.cpuRatio === undefined ? '' : formatRatio(row.cpuRatio),
      String(row.rounds),
    ];
  });
  const rule = titles.map((_, column) => (column === 0 ? '---' : '---:'));
  return [titles, rule, ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function describeBundles({ ours, theirs, onlyOurs, vendors }: BundlePair): string {
  return [
    `- Packages in perdure's bundle: ${list(ours)}.`,
    `- In the hand-written one: ${list(theirs)}.`,
    `- Only in perdure's: ${onlyOurs.join(', ') || 'none'}. Vendor code: ${vendors.length === 0 ? 'none, PASS' : `**${vendors.join(', ')}, FAIL**`}.`,
  ].join('\n');
}

function describeLongAgents(agents: readonly LongAgent[]): string {
  const lines = agents.map(
    ({ side, turns, seconds, events, bytes, end }) =>
      `| ${[side, turns, `${seconds.toFixed(1)} s`, events, `${(bytes / 1_000_000).toFixed(2)} MB`, end].join(' | ')} |`,
  );
  return [
    '| long agent | turns | time | events | history | end |',
    '| --- | ---: | ---: | ---: | ---: | --- |',
    ...lines,
  ].join('\n');
}

function list({ packages }: BundleFacts): string {
  return [...packages].map(([name, modules]) => `${name} (${modules})`).join(', ') || 'none';
}

function verdict(comparisons: readonly Comparison[]): string {
  const missed = comparisons.filter((row) => hasPassed(row) === false);
  if (missed.length === 0) return 'Every target is met.';
  const names = missed.map(({ title, ratio, target }) => `${title} (${ratio.median.toFixed(2)}, target ${target})`);
  return `**Missed: ${names.join('; ')}.**`;
}
