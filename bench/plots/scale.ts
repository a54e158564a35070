/** Where values lie on an axis. */
export interface Scale {
  /** Values to write beside the axis, all of them on it. */
  readonly ticks: readonly number[];
  /** Values beyond the axis are put at its end. */
  position(value: number): number;
  includes(value: number): boolean;
}

type Span = readonly [low: number, high: number];

/** Equal distances for equal differences. */
export function linearScale(values: Span, pixels: Span): Scale {
  return scale(values, pixels, (value) => value, roundSteps(values));
}

/** Equal distances for equal factors: milliseconds and seconds on one axis. Values above 0. */
export function logScale(values: Span, pixels: Span): Scale {
  const decades = Array.from({ length: 15 }, (_, index) => 10 ** (index - 6));
  const isWide = values[1] / values[0] > 1_000;
  const ticks = decades
    .flatMap((decade) => (isWide ? [decade] : [decade, 2 * decade, 5 * decade]))
    .filter((tick) => isWithin(tick, values));
  return scale(values, pixels, Math.log10, ticks.length >= 3 ? ticks : roundSteps(values));
}

function scale(values: Span, [left, right]: Span, measure: (value: number) => number, ticks: readonly number[]): Scale {
  const [low, high] = [measure(values[0]), measure(values[1])];
  return {
    ticks,
    position(value) {
      const share = (measure(value) - low) / (high - low);
      return left + (right - left) * Math.min(1, Math.max(0, share));
    },
    includes: (value) => isWithin(value, values),
  };
}

/** About six multiples of 1, 2 or 5 times a power of ten. */
function roundSteps([low, high]: Span): number[] {
  const rough = (high - low) / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  // 1.4 / 0.1 is less than 14, and 3 * 0.1 is not 0.3.
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

function isWithin(value: number, [low, high]: Span): boolean {
  return value >= low && value <= high;
}
