import type { Usage } from '../../src/model/reply.js';
import type { ModelFacts } from './model-facts.js';
import type { EventFailure, MapPart, RunEnd, StepEnd } from './run-event.js';

/** How a step stands: how it ended, or that it has not. */
export type StepStatus = StepEnd | 'open';

interface StepBase {
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt: number | undefined;
  readonly status: StepStatus;
  readonly failure: EventFailure | undefined;
}

/** What the server knows of a call that is still going on. */
export interface PendingCall {
  readonly failure: EventFailure | undefined;
  /** What the body published last. */
  readonly progress: unknown;
  /** When the next attempt begins, if the call waits for it. */
  readonly nextAttemptAt: number | undefined;
}

export interface TaskStep extends StepBase {
  readonly kind: 'task';
  readonly name: string;
  readonly summary: string | undefined;
  readonly activityId: string;
  readonly attempts: number;
  /** Why the attempt before the last one failed, where there were several. */
  readonly lastFailure: EventFailure | undefined;
  /** What made the run call it: another task's failure or cancellation. */
  readonly onBehalf: OnBehalf | undefined;
  readonly local: boolean;
  /** When the last attempt began; `undefined` if none has, or for a local task. */
  readonly attemptAt: number | undefined;
  readonly pending: PendingCall | undefined;
  /** Set where the call is an agent's, of its model. */
  readonly model?: ModelFacts;
  /** What the model call used, as its provider says. */
  readonly usage?: Usage;
}

export interface OnBehalf {
  readonly as: 'fallback' | 'rollback';
  readonly of: string;
}

export interface TimerStep extends StepBase {
  readonly kind: 'timer';
  readonly length: number;
  readonly summary: string | undefined;
}

export interface ChildStep extends StepBase {
  readonly kind: 'child';
  readonly workflow: string;
  readonly id: string;
  /** Set where the child is a part of a large map. */
  readonly part: MapPart | undefined;
}

/** A wait for a person. `succeeded` with an answer, or with none where `onTimeout` had one. */
export interface PauseStep extends StepBase {
  readonly kind: 'pause';
  readonly name: string;
  readonly answer: { readonly value: unknown; readonly by: string | undefined } | undefined;
  /** Known while the pause is open: questions are not part of history. */
  readonly prompt: string | undefined;
  readonly deadline: string | undefined;
}

export type MomentKind = 'signal' | 'update' | 'cancel-request' | 'engine-failure' | 'rerun' | 'grant';

/** Something that happened at one moment. */
export interface MomentStep extends StepBase {
  readonly kind: MomentKind;
  readonly name: string;
  readonly input: unknown;
  readonly by: string | undefined;
}

export type Step = TaskStep | TimerStep | ChildStep | PauseStep | MomentStep;

/** One run as a person reads it. */
export interface Timeline {
  readonly workflow: string;
  readonly taskQueue: string;
  readonly startedAt: number;
  readonly input: unknown;
  readonly attempt: number;
  readonly startedBy: string | undefined;
  /** The run this one was taken back from, if it was begun by a rerun from a step. */
  readonly resetOf: { readonly runId: string; readonly reason: string } | undefined;
  readonly steps: readonly Step[];
  readonly end:
    | {
        readonly how: RunEnd;
        readonly at: number;
        readonly result: unknown;
        readonly failure: EventFailure | undefined;
      }
    | undefined;
}
