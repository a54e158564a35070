import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  ChildWorkflowFailure,
  RetryState,
  TerminatedFailure,
  TimeoutFailure,
} from '@temporalio/common';
import { cancelledError } from '../src/cancellation.js';
import { beneathWrappers, rebuildFailure } from '../src/contract/temporal-failure.js';
import { PerdureError } from '../src/errors.js';
import type { TaskDefinition } from '../src/task/definition.js';
import { seconds, taskTimedOut, taskTotalTimedOut } from '../src/task/timed-out.js';

/** What workflow code catches: the failure itself, with Temporal's wrappers as its cause. */
export function fromTemporal(error: unknown, task?: TaskDefinition): unknown {
  if (error instanceof CancelledFailure) return cancelledError(task ? `task '${task.name}'` : 'The run', error);
  const wrapped = error instanceof ActivityFailure || error instanceof ChildWorkflowFailure;
  if (!wrapped) return error;
  const what = error instanceof ActivityFailure ? `task '${error.activityType}'` : `workflow '${error.workflowType}'`;
  const { cause } = error;
  if (cause instanceof CancelledFailure) return cancelledError(what, error);
  const origin = beneathWrappers(cause);
  if (origin instanceof ApplicationFailure) return rebuildFailure(origin, error);
  if (cause instanceof TimeoutFailure) return task ? taskTimeout(task, cause, error) : runTimeout(what, error);
  if (cause instanceof TerminatedFailure) {
    return new PerdureError({
      code: 'Run.Terminated',
      message: `${what} was terminated: ${cause.message}`,
      cause: error,
    });
  }
  return new PerdureError({ code: 'Run.Failed', message: origin?.message ?? error.message, cause: error });
}

function taskTimeout(task: TaskDefinition, timeout: TimeoutFailure, error: Error): PerdureError {
  // The server counts attempts and tells only why it stopped.
  const spent = error instanceof ActivityFailure && error.retryState === RetryState.MAXIMUM_ATTEMPTS_REACHED;
  const attempts = spent ? task.retry.maximumAttempts : undefined;
  switch (timeout.timeoutType) {
    case 'HEARTBEAT':
      return new PerdureError({
        code: 'Task.WorkerLost',
        message: `task '${task.name}': its worker went silent for longer than the heartbeatTimeout of ${seconds(task.heartbeatTimeout)}. The worker died, or the body blocked the event loop, which looks the same; move heavy computing to a worker thread or raise 'heartbeatTimeout'.`,
        retryable: true,
        details: { task: task.name, ...(attempts !== undefined && { attempts }) },
        cause: error,
        attempts,
      });
    case 'SCHEDULE_TO_CLOSE':
      return taskTotalTimedOut(task, error, timeout.cause?.message);
    default:
      return taskTimedOut(task, error, attempts);
  }
}

function runTimeout(what: string, error: Error): PerdureError {
  return new PerdureError({
    code: 'Run.TimedOut',
    message: `${what} did not finish within its timeout.`,
    retryable: true,
    cause: error,
  });
}
