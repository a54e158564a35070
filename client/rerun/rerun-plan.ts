import type { RerunStep } from './rerun-step.js';
import type { PlacedStep } from './step-reader.js';

/** What a rerun from a step keeps, and what it does again. */
export interface RerunPlan {
  /** The step that was named. */
  readonly from: RerunStep;
  /** Steps that had ended before: their results and answers are taken over, nothing of them runs again. */
  readonly reused: readonly RerunStep[];
  /** Steps that were begun at the same moment, such as the others of a parallel group: they begin again too. */
  readonly together: readonly RerunStep[];
  /** Steps that were begun before and had not ended: tasks and timers begin again, pauses are still open. */
  readonly open: readonly RerunStep[];
}

/** A run can only go back to the moments between its workflow tasks, so a step takes its neighbours along. */
export function planRerun(from: PlacedStep, steps: readonly PlacedStep[]): RerunPlan {
  const before = steps.filter(({ task }) => task < from.task);
  const hasEnded = ({ ended, kind, event }: PlacedStep): boolean =>
    ended !== undefined && (ended < from.task || (kind === 'pause' && ended < from.event && event < from.task));
  return {
    from: bare(from),
    reused: before.filter(hasEnded).map(bare),
    together: steps.filter((step) => step.task === from.task && step !== from).map(bare),
    open: before.filter((step) => !hasEnded(step)).map(bare),
  };
}

function bare({ name, kind, call, event }: PlacedStep): RerunStep {
  return { name, kind, call, event };
}
