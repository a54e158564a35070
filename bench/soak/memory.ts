/** Memory of one process at one moment. */
export interface Sample {
  /** Minutes since the soak began. */
  readonly at: number;
  readonly bytes: number;
}

/** Growth that counts as flat, as a part of what the process has, per minute: the collector never leaves quite the same. */
export const flatGrowth = 0.01;
/** A soak must be this long for its second half to say anything: a young process grows while it warms up. */
export const judgedMinutes = 5;

/** How long the stretches are of which the lowest sample counts: garbage that waits to be collected is no growth. */
const stretchMinutes = 0.5;

/** Growth of the second half in bytes per minute: the line of least squares through the low points. */
export function growth(samples: readonly Sample[], minutes: number): number {
  const lows = new Map<number, Sample>();
  for (const sample of samples.filter(({ at }) => at >= minutes / 2)) {
    const stretch = Math.floor(sample.at / stretchMinutes);
    const low = lows.get(stretch);
    if (low === undefined || sample.bytes < low.bytes) lows.set(stretch, sample);
  }
  return slope([...lows.values()]);
}

/** Whether the second half is flat. */
export function isFlat(samples: readonly Sample[], minutes: number): boolean {
  const half = samples.filter(({ at }) => at >= minutes / 2);
  const mean = half.reduce((sum, { bytes }) => sum + bytes, 0) / half.length;
  return growth(samples, minutes) <= mean * flatGrowth;
}

function slope(samples: readonly Sample[]): number {
  const count = samples.length;
  if (count < 2) return 0;
  const meanAt = samples.reduce((sum, { at }) => sum + at, 0) / count;
  const meanBytes = samples.reduce((sum, { bytes }) => sum + bytes, 0) / count;
  const above = samples.reduce((sum, { at, bytes }) => sum + (at - meanAt) * (bytes - meanBytes), 0);
  const below = samples.reduce((sum, { at }) => sum + (at - meanAt) ** 2, 0);
  return below === 0 ? 0 : above / below;
}
