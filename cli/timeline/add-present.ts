import type { OpenPause } from '../../src/contract/control.js';
import type { PendingCall, Step, Timeline } from './timeline.js';

/** A call the server says is going on, by its activity id. */
export interface Pending extends PendingCall {
  readonly activityId: string;
  readonly attempt: number;
  /** When the attempt that goes on began. */
  readonly startedAt?: number | undefined;
}

/** Adds what history does not hold: attempts in flight, their progress, and the questions of open pauses. */
export function addPresent(timeline: Timeline, pending: readonly Pending[], questions: readonly OpenPause[]): Timeline {
  const calls = new Map(pending.map((call) => [call.activityId, call]));
  const asked = new Map(questions.map((question) => [question.id, question]));
  const update = (step: Step): Step => {
    if (step.status !== 'open') return step;
    if (step.kind === 'task') {
      const call = calls.get(step.activityId);
      return call === undefined
        ? step
        : { ...step, attempts: call.attempt, attemptAt: call.startedAt, pending: pendingOf(call) };
    }
    const question = step.kind === 'pause' ? asked.get(step.name) : undefined;
    if (question === undefined) return step;
    return { ...step, prompt: question.prompt ?? undefined, deadline: question.deadline ?? undefined } as Step;
  };
  return { ...timeline, steps: timeline.steps.map(update) };
}

function pendingOf({ failure, progress, nextAttemptAt }: Pending): PendingCall {
  return { failure, progress, nextAttemptAt };
}
