/**
 * What everybody who meets a run that is stuck says of it: clients, the command line, the worker's log, a replay.
 *
 * `throw stuckError(id, toStuckRun({ id, workflow, reason, step, attempt, since }));`
 */
import { describeStep, type HistoryStep, isCodeMismatch, isUnknownWorkflow } from './divergence.js';
import { PerdureError } from '../errors.js';

/** Why an open run does not go on although a worker takes its work: its workflow task fails, again and again. */
export interface StuckRun {
  /**
   * `Run.CodeMismatch`: the code no longer does what history has recorded. `Run.TaskFailing`: the workflow task fails
   * otherwise, such as by a promise whose rejection nobody handles. `Workflow.NotFound`: the worker lacks the workflow.
   */
  readonly code: 'Run.CodeMismatch' | 'Run.TaskFailing' | 'Workflow.NotFound';
  /** What happened, where, and what to do. */
  readonly message: string;
  /** The step at which code and history part, where that is known. */
  readonly step: HistoryStep | null;
  /** How often the workflow task has been tried by now. */
  readonly attempt: number;
  /** When it failed first. */
  readonly since: Date;
}

export interface TaskFailure {
  readonly id: string;
  readonly workflow: string;
  /** The engine's text. */
  readonly reason: string;
  readonly step: HistoryStep | null;
  readonly attempt: number;
  readonly since: Date;
}

/** A failing workflow task in words of this library. */
export function toStuckRun(failure: TaskFailure): StuckRun {
  const { step, attempt, since } = failure;
  return { ...explain(failure), step, attempt, since };
}

/** The same as an error to throw. */
export function stuckError(id: string, { code, message, step, attempt, since }: StuckRun): PerdureError {
  const details = { run: id, step, attempt, since: since.toISOString() };
  return new PerdureError({ code, message, details });
}

function explain({ id, workflow, reason, step, attempt }: TaskFailure): Pick<StuckRun, 'code' | 'message'> {
  if (isUnknownWorkflow(reason)) {
    return {
      code: 'Workflow.NotFound',
      message: `The worker knows no workflow '${workflow}', which run '${id}' needs. Look for a misspelt name ('perdure check' lists the app's workflows), or start a worker that has it.`,
    };
  }
  if (isCodeMismatch(reason)) {
    const place = step === null ? '' : ` at ${describeStep(step)}`;
    return {
      code: 'Run.CodeMismatch',
      message: `The code of workflow '${workflow}' no longer matches what run '${id}' has done already${place}: ${reason} The run stays open and goes on when fitting code is back; 'perdure cancel ${id} --force' gives it up.`,
    };
  }
  return {
    code: 'Run.TaskFailing',
    message: `Run '${id}' of workflow '${workflow}' fails at the same place again and again (attempt ${attempt}): ${reason} It goes on by itself once the code is mended; 'perdure cancel ${id} --force' gives it up.`,
  };
}
