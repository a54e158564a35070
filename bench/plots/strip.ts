import type { Scale } from './scale.js';
import { element, line } from './svg.js';

/** One dot for each value, in several lines where there are many, and hollow at the end if it lies beyond the axis. */
export function drawStrip(values: readonly number[], scale: Scale, middle: number, colour: string): string[] {
  return values
    .filter((value) => Number.isFinite(value))
    .map((value, index) => {
      const place = { cx: scale.position(value), cy: middle + ((index % 3) - 1) * 3, r: 2.5 };
      return scale.includes(value)
        ? element('circle', { ...place, fill: colour, 'fill-opacity': 0.4 })
        : element('circle', { ...place, fill: '#ffffff', stroke: colour });
    });
}

/** The median. */
export function drawMedian(median: number, scale: Scale, middle: number, colour: string): string {
  const x = scale.position(median);
  return line([x, middle - 8], [x, middle + 8], { stroke: colour, 'stroke-width': 3 });
}
