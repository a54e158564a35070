const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A length of time as people say it: `120 ms`, `1.2 s`, `3 min`, `2 h 5 min`, `3 d 4 h`. */
export function humanDuration(milliseconds: number): string {
  const length = Math.max(0, milliseconds);
  if (length < second) return `${Math.round(length)} ms`;
  // Two digits that say something, not three that promise exactness.
  if (length < 9.95 * second) return `${(length / second).toFixed(1)} s`;
  if (length < 59.5 * second) return `${Math.round(length / second)} s`;
  if (length < 10 * minute) return inTwo(length, minute, 'min', second, 's');
  if (length < 59.5 * minute) return `${Math.round(length / minute)} min`;
  if (length < day) return inTwo(length, hour, 'h', minute, 'min');
  return inTwo(length, day, 'd', hour, 'h');
}

/** How long ago something was. */
export function timeAgo(date: Date, now: number = Date.now()): string {
  const length = now - date.getTime();
  return length < second ? 'just now' : `${humanDuration(length)} ago`;
}

function inTwo(length: number, big: number, bigWord: string, small: number, smallWord: string): string {
  const inSmall = Math.round(length / small);
  const perBig = big / small;
  const rest = inSmall % perBig;
  const whole = `${(inSmall - rest) / perBig} ${bigWord}`;
  return rest === 0 ? whole : `${whole} ${rest} ${smallWord}`;
}
