import type { ScheduleDescription, ScheduleSummary } from '../../client/index.js';

/** A schedule as `--json` shows it in a list; times are ISO 8601, lengths milliseconds. */
export function toScheduleRow({ name, workflow, timing, paused, note, next, recent, url }: ScheduleSummary): object {
  const last = recent.at(-1);
  return { name, workflow, timing, paused, note, next, last: last ?? null, url: url ?? null };
}

/** The same with everything that is known. */
export function toScheduleDetails(schedule: ScheduleDescription): object {
  const { id, input, taskQueue, overlap, catchUp, from, until, running, recent, counts, createdAt } = schedule;
  const rules = { overlap, catchUp, from: from ?? null, until: until ?? null };
  return {
    ...toScheduleRow(schedule),
    id,
    input: input ?? null,
    taskQueue,
    ...rules,
    running,
    recent,
    counts,
    createdAt,
  };
}
