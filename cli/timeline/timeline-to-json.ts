import type { Step, Timeline } from './timeline.js';

/** A timeline as the `--json` of `perdure show`: the same facts, times as ISO 8601, lengths in milliseconds. */
export function timelineToJson(timeline: Timeline): object {
  const { end } = timeline;
  return {
    input: timeline.input ?? null,
    attempt: timeline.attempt,
    startedBy: timeline.startedBy ?? null,
    steps: timeline.steps.map((step) => stepToJson(step, timeline.startedAt)),
    end: end ? { status: end.how, at: toTime(end.at), result: end.result ?? null, error: end.failure ?? null } : null,
  };
}

function stepToJson(step: Step, begin: number): object {
  const { startedAt, endedAt, failure, ...rest } = step;
  return {
    ...rest,
    ...('pending' in rest && rest.pending
      ? { pending: { ...rest.pending, nextAttemptAt: toTime(rest.pending.nextAttemptAt) } }
      : {}),
    error: failure ?? null,
    startedAt: toTime(startedAt),
    endedAt: toTime(endedAt),
    offset: startedAt - begin,
    duration: endedAt === undefined ? null : endedAt - startedAt,
  };
}

function toTime(milliseconds: number | undefined): string | null {
  return milliseconds === undefined ? null : new Date(milliseconds).toISOString();
}
