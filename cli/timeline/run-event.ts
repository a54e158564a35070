import type { Usage } from '../../src/model/reply.js';
import type { ModelFacts } from './model-facts.js';

/** A failure as a line of text needs it. */
export interface EventFailure {
  readonly code: string;
  readonly message: string;
}

export type StepEnd = 'succeeded' | 'failed' | 'timed-out' | 'cancelled' | 'terminated';

export type RunEnd = StepEnd | 'continued';

/** What a child run does that is a part of a large map. */
export interface MapPart {
  /** The task or workflow that is called for each item. */
  readonly of: string;
  readonly items: number;
}

/** Who or what caused an event, as the client introduced itself. */
type Identity = string | undefined;

/**
 * What an event of history says, decoded and in our words; times in milliseconds. `step` is the number of the event
 * that began the step the event belongs to.
 */
export type RunEvent = { readonly at: number } & (
  | {
      readonly kind: 'run-started';
      readonly workflow: string;
      readonly taskQueue: string;
      readonly input: unknown;
      readonly attempt: number;
      readonly by: Identity;
    }
  | { readonly kind: 'run-ended'; readonly how: RunEnd; readonly result?: unknown; readonly failure?: EventFailure }
  | {
      readonly kind: 'task-scheduled';
      readonly step: string;
      readonly activityId: string;
      readonly name: string;
      readonly summary: string | undefined;
      readonly model?: ModelFacts;
    }
  | {
      readonly kind: 'task-started';
      readonly step: string;
      readonly attempt: number;
      /** Why the attempt before this one failed. */
      readonly lastFailure?: EventFailure;
    }
  | {
      /** A local task: history hears of it when it has ended. */
      readonly kind: 'local-task';
      readonly step: string;
      readonly name: string;
      readonly summary: string | undefined;
      readonly attempt: number;
      readonly startedAt: number;
      readonly how: StepEnd;
      readonly failure?: EventFailure;
    }
  | {
      readonly kind: 'task-ended';
      readonly step: string;
      readonly how: StepEnd;
      readonly failure?: EventFailure;
      readonly usage?: Usage;
    }
  | {
      readonly kind: 'timer-started';
      readonly step: string;
      readonly length: number;
      readonly summary: string | undefined;
    }
  | { readonly kind: 'timer-ended'; readonly step: string; readonly how: 'succeeded' | 'cancelled' }
  | {
      readonly kind: 'child-scheduled';
      readonly step: string;
      readonly workflow: string;
      readonly id: string;
      readonly part?: MapPart;
    }
  | { readonly kind: 'child-ended'; readonly step: string; readonly how: StepEnd; readonly failure?: EventFailure }
  | { readonly kind: 'pauses-changed'; readonly open: readonly string[] }
  | { readonly kind: 'answered'; readonly pause: string; readonly value: unknown; readonly by: Identity }
  | { readonly kind: 'signal'; readonly name: string; readonly input: unknown; readonly by: Identity }
  | { readonly kind: 'update'; readonly name: string; readonly input: unknown; readonly by: Identity }
  | { readonly kind: 'reset'; readonly fromRunId: string; readonly runId: string; readonly reason: string }
  | { readonly kind: 'granted'; readonly task: string; readonly by: Identity }
  | { readonly kind: 'cancel-requested'; readonly by: Identity }
  | { readonly kind: 'engine-failed'; readonly message: string }
);
