import { nameOf } from '../timeline/describe-step.js';
import type { Usage } from '../../src/model/reply.js';
import type { Step, StepStatus, Timeline } from '../timeline/timeline.js';

/** A single call of a step, as its times are counted; all lengths in milliseconds. */
export interface Call {
  readonly kind: 'task' | 'child' | 'pause' | 'timer';
  readonly name: string;
  /** The child run's workflow, where the call was made in a child run. */
  readonly within: string | undefined;
  readonly summary: string | undefined;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** The end, or the moment of looking for a call that goes on. */
  readonly until: number;
  readonly status: StepStatus;
  readonly attempts: number;
  /** A task's last attempt, a child run's life, a pause's or timer's wait. */
  readonly time: number;
  /** From the call until a worker took it, for calls with one attempt. */
  readonly queued: number;
  /** Earlier attempts and the waits between them: history keeps no more of them than when the last one began. */
  readonly retrying: number;
  /** `<provider>/<model>`, where an agent calls its model. */
  readonly model?: string;
  /** What a model call used. */
  readonly usage?: Usage;
}

/** Every call of a run that takes time, in the order they were made. */
export function callsOf(timeline: Timeline, now: number, within?: string): Call[] {
  return timeline.steps.flatMap((step) => toCall(step, now, within) ?? []);
}

function toCall(step: Step, now: number, within: string | undefined): Call | undefined {
  const until = step.endedAt ?? now;
  const { startedAt, status } = step;
  const base = { name: nameOf(step), within, startedAt, until, status, summary: undefined, queued: 0, retrying: 0 };
  const whole = Math.max(0, until - startedAt);
  switch (step.kind) {
    case 'task': {
      const { summary, attempts, local, attemptAt, model, usage } = step;
      const ofModel = { ...(model && { model: model.name }), ...(usage && { usage }) };
      const calledOnce = { ...base, kind: step.kind, summary, attempts, ...ofModel };
      if (local) return { ...calledOnce, time: whole };
      // Nobody has taken it yet, or it ended before anybody did.
      const begun = attemptAt ?? until;
      const before = Math.max(0, begun - startedAt);
      return {
        ...calledOnce,
        time: Math.max(0, until - begun),
        queued: attempts > 1 ? 0 : before,
        retrying: attempts > 1 ? before : 0,
      };
    }
    case 'child':
      return { ...base, kind: step.kind, summary: step.id, attempts: 1, time: whole };
    case 'pause':
      return { ...base, kind: step.kind, name: step.name.replace(/#\d+$/, ''), attempts: 1, time: whole };
    case 'timer':
      return { ...base, kind: step.kind, name: 'sleep', summary: step.summary, attempts: 1, time: whole };
    default:
      return undefined;
  }
}
