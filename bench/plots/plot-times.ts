import type { Comparison } from '../compare.js';
import { formatValue } from '../format-figures.js';
import { axisSpan, colours, drawChart, type Row } from './chart.js';
import { logScale, type Scale } from './scale.js';
import { drawMedian, drawStrip } from './strip.js';

/** The two that are compared, in words. */
export type Names = readonly [ours: string, theirs: string];

/** Every single measurement of both sides, over an axis of factors. The comparisons are of times. */
export function plotTimes(title: string, names: Names, comparisons: readonly Comparison[]): string {
  const scale = logScale(spanOf(comparisons), axisSpan);
  return drawChart({
    title,
    legend: `Blue: ${names[0]} · grey: ${names[1]} · dot: one measurement · bar: median. Each step to the right is a factor.`,
    scale,
    formatTick: (tick) => (tick >= 1_000 ? `${tick / 1_000} s` : `${tick} ms`),
    rows: comparisons.map((comparison) => toRow(comparison, scale)),
  });
}

function spanOf(comparisons: readonly Comparison[]): [number, number] {
  const values = comparisons.flatMap(({ ours, theirs }) => [...ours.values, ...theirs.values]);
  const above = values.filter((value) => Number.isFinite(value) && value > 0);
  return [Math.min(...above) / 1.1, Math.max(...above) * 1.1];
}

function toRow({ title, ours, theirs, unit }: Comparison, scale: Scale): Row {
  const sides = [
    { ...ours, colour: colours.ours, shift: -9 },
    { ...theirs, colour: colours.theirs, shift: 9 },
  ];
  return {
    name: title,
    figures: sides.map(({ median, colour }) => ({ words: formatValue(median, unit), colour })),
    draw: (middle) =>
      sides.flatMap(({ values, median, colour, shift }) => [
        ...drawStrip(values, scale, middle + shift, colour),
        drawMedian(median, scale, middle + shift, colour),
      ]),
  };
}
