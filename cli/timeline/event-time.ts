import type { google } from '@temporalio/proto';

/** A moment or a length in a message, in milliseconds; `undefined` where there is none. */
export function eventTime(time: google.protobuf.ITimestamp | null | undefined): number | undefined {
  // Large numbers arrive as objects of their own, histories from files have plain ones.
  return time ? Number(String(time.seconds ?? 0)) * 1_000 + Math.floor((time.nanos ?? 0) / 1e6) : undefined;
}
