import {
  ActivityCancellationType,
  type ActivityOptions,
  type LocalActivityOptions,
  scheduleActivity,
  scheduleLocalActivity,
} from '@temporalio/workflow';
import { mayFailUnwatched, rememberCancel, startOrReject } from '../src/cancellation.js';
import { variantFacts } from '../src/contract/variant.js';
import { checkPayload } from '../src/payload/check-size.js';
import type { TaskDefinition } from '../src/task/definition.js';
import { summarise } from '../src/task/summary.js';
import { turnOf } from './call-turn.js';
import { fromTemporal } from './from-temporal.js';
import { payloadLimitOfRun } from './large-payloads.js';
import { runState } from './run-state.js';
import { ScopeLoan } from './scope-loan.js';
import { toWireRetry } from '../src/retry/wire-retry.js';
import { withToolCall } from './tool-call-slot.js';
import { withVariantFacts } from './variant-header.js';

const optionsOf = new WeakMap<TaskDefinition, ActivityOptions>();

/** A task call as an activity of the task's name, in a cancel scope of its own. */
export function callTask(task: TaskDefinition, args: readonly unknown[]): Promise<unknown> {
  const loan = new ScopeLoan();
  return rememberCancel(
    loan.run(() => schedule(task, args, loan.giveBack)),
    loan.cancel,
  );
}

/** The same in the scope that is there already. */
export function callTaskInScope(task: TaskDefinition, args: readonly unknown[]): Promise<unknown> {
  return schedule(task, args, undefined);
}

function schedule(task: TaskDefinition, args: readonly unknown[], ended: (() => void) | undefined): Promise<unknown> {
  return startOrReject(() => {
    const size = checkPayload(args, `task '${task.name}'`, (index) => `argument ${index + 1}`, payloadLimitOfRun);
    if (runState().gate.tryEnter(size)) return begin(task, args, size, ended);
    return mayFailUnwatched(turnOf(runState().gate, size).then(() => begin(task, args, size, ended)));
  });
}

/**
 * Temporal traces each promise made in the sandbox, and this runs for every call: plain `then` instead of `await`, and
 * the promise that watches for an early failure is made only when the call fails.
 */
function begin(
  task: TaskDefinition,
  args: readonly unknown[],
  size: number,
  ended: (() => void) | undefined,
): Promise<unknown> {
  const { gate } = runState();
  const call: Promise<unknown> = start(task, args).then(
    (result) => {
      gate.leave(size);
      ended?.();
      return result;
    },
    (error: unknown) => {
      gate.leave(size);
      ended?.();
      void mayFailUnwatched(call);
      throw fromTemporal(error, task);
    },
  );
  return call;
}

function start(task: TaskDefinition, args: readonly unknown[]): Promise<unknown> {
  const options = { ...activityOptions(task), summary: summarise(task, args) };
  const varied = task.isVariant ? withVariantFacts(options, variantFacts(task, args)) : options;
  const told = task.toolCall ? withToolCall(varied, task.toolCall) : varied;
  return task.local
    ? scheduleLocalActivity(task.name, args as unknown[], toLocal(told))
    : scheduleActivity(task.name, args as unknown[], told);
}

/** A local activity has no queue, and needs no heartbeats: it lives and dies with its workflow task. */
function toLocal(options: ActivityOptions): LocalActivityOptions {
  const {
    taskQueue: _queue,
    heartbeatTimeout: _heartbeat,
    priority: _priority,
    allowEagerDispatch: _eager,
    ...rest
  } = options;
  return rest;
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
