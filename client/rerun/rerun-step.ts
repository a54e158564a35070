/** A step of a run as `rerun` finds it: something history shows to have been begun. */
export interface RerunStep {
  /** The task's, the child workflow's or the pause's name; `sleep` for a timer. */
  readonly name: string;
  readonly kind: 'task' | 'workflow' | 'pause' | 'timer';
  /** Which of the steps of that name: 1 for the first. */
  readonly call: number;
  /** The event of history that began it. */
  readonly event: number;
}

/** How a person names the step: `charge`, or `charge#2` where there are several. */
export function stepLabel({ name, call }: RerunStep, all: readonly RerunStep[]): string {
  return all.some((other) => other.name === name && other.call > 1) ? `${name}#${call}` : name;
}
