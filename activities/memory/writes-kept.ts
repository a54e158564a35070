/**
 * How long a database remembers that a write was made, in milliseconds: 30 days. A call is repeated after a crash, and
 * a worker may be gone for a while.
 */
export const writesKept = 30 * 24 * 3_600_000;
