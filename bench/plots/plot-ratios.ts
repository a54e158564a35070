import { type Comparison, hasPassed } from '../compare.js';
import { formatRatio } from '../format-figures.js';
import { axisSpan, colours, drawChart, type Row } from './chart.js';
import { linearScale, type Scale } from './scale.js';
import { drawMedian, drawStrip } from './strip.js';
import { element, line } from './svg.js';

/** How many times as much perdure takes: every round, their middle half, their median, and the target. */
export function plotRatios(comparisons: readonly Comparison[]): string {
  const scale = linearScale(spanOf(comparisons), axisSpan);
  return drawChart({
    title: 'perdure beside hand-written Temporal: ratios',
    legend:
      'Below 1 perdure takes less. Dot: one round (hollow: beyond the axis) · box: middle half · bar: median · dashed: target; red: missed',
    scale,
    formatTick: (tick) => tick.toFixed(2).replace(/0$/, ''),
    rows: comparisons.map((comparison) => toRow(comparison, scale)),
  });
}

/** Single rounds may lie far out; the axis is for what counts. */
function spanOf(comparisons: readonly Comparison[]): [number, number] {
  const values = comparisons
    .flatMap(({ ratio: { median, low, high }, target = 1 }) => [median, low, high, target])
    .filter((value) => Number.isFinite(value));
  return [Math.min(0.9, ...values) - 0.05, Math.max(1.1, ...values) + 0.05];
}

function toRow(comparison: Comparison, scale: Scale): Row {
  const { title, ratio, target } = comparison;
  const passed = hasPassed(comparison);
  const colour = passed === false ? colours.target : colours.ours;
  const verdict = passed === undefined ? '' : passed ? ' PASS' : ' FAIL';
  return {
    name: title,
    figures: [{ words: `${formatRatio(ratio)}${verdict}`, colour }],
    draw: (middle) => [
      line([axisSpan[0], middle], [axisSpan[1], middle], { stroke: colours.faint }),
      line([scale.position(1), middle - 16], [scale.position(1), middle + 16], { stroke: colours.ink }),
      ...(target === undefined ? [] : [drawTarget(scale.position(target), middle)]),
      drawBox(scale.position(ratio.low), scale.position(ratio.high), middle, colour),
      ...drawStrip(ratio.rounds, scale, middle, colour),
      drawMedian(ratio.median, scale, middle, colour),
    ],
  };
}

function drawBox(from: number, to: number, middle: number, colour: string): string {
  return element('rect', {
    x: from,
    y: middle - 8,
    width: to - from,
    height: 16,
    fill: colour,
    'fill-opacity': 0.15,
    stroke: colour,
  });
}

function drawTarget(x: number, middle: number): string {
  return line([x, middle - 16], [x, middle + 16], { stroke: colours.target, 'stroke-dasharray': '4 3' });
}
