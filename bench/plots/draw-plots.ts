import type { Findings } from '../render-report.js';
import { plotRatios } from './plot-ratios.js';
import { plotTimes } from './plot-times.js';

/** The figures of one run of the benchmark as SVG, by file name; a plot for which nothing was measured is left out. */
export function drawPlots({ comparisons, servers }: Pick<Findings, 'comparisons' | 'servers'>): Map<string, string> {
  const plots = new Map<string, string>();
  const times = comparisons.filter(({ unit }) => unit === 'ms');
  if (comparisons.length > 0) plots.set('ratios.svg', plotRatios(comparisons));
  if (times.length > 0) {
    const title = 'perdure beside hand-written Temporal: times';
    plots.set('times.svg', plotTimes(title, ['perdure', 'hand-written'], times));
  }
  if (servers) {
    const names = ['our dev server', 'the stock one'] as const;
    plots.set('servers.svg', plotTimes('The same code on two dev servers', names, [servers]));
  }
  return plots;
}
