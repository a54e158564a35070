import type { ScheduleOverlapPolicy } from '@temporalio/client';

/** What happens when a run is due while an earlier one of the schedule is open. */
export const overlaps = ['skip', 'buffer-one', 'buffer-all', 'cancel-other', 'terminate-other', 'allow-all'] as const;

/**
 * `'skip'`: none is started; `'buffer-one'`: one more, when the open one has ended; `'buffer-all'`: all of them, one
 * after another; `'cancel-other'`: the open one is cancelled, then the new one starts; `'terminate-other'`: the open
 * one is ended by force; `'allow-all'`: they run side by side.
 */
export type Overlap = (typeof overlaps)[number];

/** The same in Temporal's words. */
export function toPolicy(overlap: Overlap): ScheduleOverlapPolicy {
  return overlap.toUpperCase().replaceAll('-', '_') as ScheduleOverlapPolicy;
}

export function fromPolicy(policy: ScheduleOverlapPolicy): Overlap {
  return (policy?.toLowerCase().replaceAll('_', '-') ?? 'skip') as Overlap;
}
