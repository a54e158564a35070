import {
  ActivityCancellationType,
  type ActivityOptions,
  CancellationScope,
  scheduleActivity,
} from '@temporalio/workflow';
import { rememberCancel } from '../src/cancellation.js';
import { checkPayload } from '../src/payload/check-size.js';
import type { TaskDefinition } from '../src/task/definition.js';
import { summarise } from '../src/task/summary.js';
import { fromTemporal } from './from-temporal.js';
import { runState } from './run-state.js';
import { toWireRetry } from '../src/retry/wire-retry.js';

const optionsOf = new WeakMap<TaskDefinition, ActivityOptions>();

/** A task call as an activity of the task's name, in its own cancel scope. */
export function callTask(task: TaskDefinition, args: readonly unknown[]): Promise<unknown> {
  const scope = new CancellationScope();
  const call = scope.run(() => schedule(task, args));
  return rememberCancel(call, () => scope.cancel());
}

async function schedule(task: TaskDefinition, args: readonly unknown[]): Promise<unknown> {
  const size = checkPayload(args, `task '${task.name}'`, (index) => `argument ${index + 1}`);
  const { gate } = runState();
  if (!gate.tryEnter(size)) await turn(size);
  try {
    return await scheduleActivity(task.name, args as unknown[], {
      ...activityOptions(task),
      summary: summarise(task, args),
    });
  } catch (error) {
    throw fromTemporal(error, task);
  } finally {
    gate.leave(size);
  }
}

function turn(size: number): Promise<void> {
  const { gate } = runState();
  return new Promise((resolve, reject) => {
    gate.queue(size, resolve);
    CancellationScope.current().cancelRequested.catch((error: unknown) => {
      gate.withdraw(resolve);
      reject(fromTemporal(error));
    });
  });
}

function activityOptions(task: TaskDefinition): ActivityOptions {
  const known = optionsOf.get(task);
  if (known) return known;
  const { retry } = task;
  const options: ActivityOptions = {
    startToCloseTimeout: task.timeout,
    heartbeatTimeout: task.heartbeatTimeout,
    scheduleToCloseTimeout: task.totalTimeout,
    taskQueue: task.queue,
    priority: task.priority === undefined ? undefined : { priorityKey: task.priority },
    // Always set: left out, it behaves as TRY_CANCEL whatever the type's documentation says.
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry: toWireRetry(retry),
    // An attempt that starts eagerly is not told its retry policy, by which it recognises subclasses as final.
    allowEagerDispatch: retry.nonRetryable.length === 0,
  };
  optionsOf.set(task, options);
  return options;
}
