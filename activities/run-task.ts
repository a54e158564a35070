import { Context, type Info } from '@temporalio/activity';
import { CancelledFailure } from '@temporalio/common';
import { CancelScope } from '../src/direct/cancel-scope.js';
import { DirectRuntime } from '../src/direct/direct-runtime.js';
import { plainSettings } from '../src/direct/plain-calls.js';
import { runUnder } from '../src/direct/scope.js';
import type { TaskDefinition } from '../src/task/definition.js';
import type { PayloadLimit } from '../src/payload/check-size.js';
import { runBody } from '../src/task/run-body.js';
import type { TaskContext } from '../src/task/task-context.js';
import { taskTimedOut, taskTotalTimedOut } from '../src/task/timed-out.js';
import { toActivityFailure } from './failure.js';
import { type Heart, startHeart } from './heart.js';
import { workerStopping } from './worker-stopping.js';

/** How long a cancelled body may clean up before the call ends without it. */
const grace = 1_000;

/** What a worker's settings say about its tasks. */
export interface RunTaskOptions {
  /** How large a result may be. Default: as history takes it. */
  readonly limitOf?: PayloadLimit | undefined;
}

/** The activity of a task: one attempt of its body, with its context, its time limit and automatic heartbeats. */
export function runTask(
  task: TaskDefinition,
  { limitOf }: RunTaskOptions = {},
): (...args: unknown[]) => Promise<unknown> {
  return async (...args) => {
    const context = Context.current();
    const heart = startHeart(context);
    try {
      return await attempt(task, args, context, heart, limitOf);
    } catch (error) {
      throw toActivityFailure(error, task, context.info);
    } finally {
      heart.stop();
    }
  };
}

/** Ends on time also for a body that ignores its signal: such a body goes on unheard, but its slot and caller do not wait. */
function attempt(
  task: TaskDefinition,
  args: unknown[],
  context: Context,
  heart: Heart,
  limitOf: PayloadLimit | undefined,
): Promise<unknown> {
  const controller = new AbortController();
  const scope = new CancelScope();
  return new Promise((resolve, reject) => {
    const stop = (error: unknown, wait: number): void => {
      controller.abort(error);
      scope.cancel();
      setTimeout(() => reject(error), wait).unref();
    };
    const timer = setTimeout(() => stop(timeIsUp(task, context.info), 0), context.info.startToCloseTimeoutMs);
    const onCancel = (): void => stop(cancellation(context), grace);
    context.cancellationSignal.addEventListener('abort', onCancel, { once: true });
    const calls = new DirectRuntime({ ...plainSettings, publish: heart.progress, log: context.log, limitOf }, scope);
    const body = calls.inBody(scope, taskContextOf(task, context, heart, controller.signal));
    runUnder(body, () => runBody(task, args, limitOf))
      .then(resolve, (error: unknown) => reject(controller.signal.aborted ? controller.signal.reason : error))
      .finally(() => {
        clearTimeout(timer);
        context.cancellationSignal.removeEventListener('abort', onCancel);
      });
    if (context.cancellationSignal.aborted) onCancel();
  });
}

/** By the limits of this very call, which `withOptions` may have changed; the server shortens an attempt's to the whole's. */
function timeIsUp({ name }: TaskDefinition, info: Info): Error {
  const { startToCloseTimeoutMs: timeout, scheduleToCloseTimeoutMs: totalTimeout } = info;
  return totalTimeout > 0 && totalTimeout <= timeout
    ? taskTotalTimedOut({ name, totalTimeout })
    : taskTimedOut({ name, timeout });
}

function cancellation(context: Context): Error {
  // A worker that shuts down has not been asked to cancel: another one shall try again.
  if (context.cancellationDetails?.workerShutdown) return workerStopping(context.info.activityType);
  const { reason } = context.cancellationSignal as { reason: unknown };
  return reason instanceof CancelledFailure ? reason : new CancelledFailure('The call was cancelled.');
}

function taskContextOf(task: TaskDefinition, context: Context, heart: Heart, signal: AbortSignal): TaskContext {
  const { info } = context;
  return {
    name: task.name,
    attempt: info.attempt,
    signal: signal as TaskContext['signal'],
    secrets: {},
    progress: heart.progress,
    heartbeat: heart.note,
    lastHeartbeat: heart.lastNote,
    idempotencyKey: idempotencyKey(info),
    run: runOf(info),
    log: context.log,
  };
}

/** Run and activity id name one call for ever, whichever attempt it is. */
function idempotencyKey({ workflowExecution, activityId }: Info): string {
  return `${workflowExecution?.runId ?? 'standalone'}/${activityId}`;
}

function runOf({ workflowExecution, workflowType }: Info): TaskContext['run'] {
  if (workflowExecution === undefined) return undefined;
  return { id: workflowExecution.runId, workflowId: workflowExecution.workflowId, name: workflowType ?? '' };
}
