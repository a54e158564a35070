const first = 50;
const largest = 500;
/** A page over 4 MiB does not arrive; what is aimed at leaves room for pages that are unlike the one before. */
const aimedBytes = 1.5 * 1024 * 1024;

/** The first page, by what the server says about the whole history. */
export function firstPageSize(bytes: number, events: number): number {
  return clamp(fitting(bytes / Math.max(1, events)), first);
}

/** The next page, by what the last one has weighed: large events often come one after another. */
export function nextPageSize(size: number, bytes: readonly number[]): number {
  const average = bytes.reduce((sum, one) => sum + one, 0) / Math.max(1, bytes.length);
  return clamp(Math.min(fitting(average), (4 * aimedBytes) / Math.max(1, ...bytes)), size * 4);
}

/** The next try after a page that was too large. */
export function smallerPageSize(size: number): number {
  return clamp(size / 5, largest);
}

/** Twice the average, because a page may hold more than its share. */
function fitting(average: number): number {
  return aimedBytes / (2 * Math.max(1, average));
}

function clamp(size: number, most: number): number {
  return Math.max(1, Math.min(largest, most, Math.floor(size)));
}
