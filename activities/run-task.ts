import { Context, type Info } from '@temporalio/activity';
import { CancelledFailure } from '@temporalio/common';
import { CancelScope } from '../src/direct/cancel-scope.js';
import { DirectRuntime } from '../src/direct/direct-runtime.js';
import { plainSettings } from '../src/direct/plain-calls.js';
import { runUnder } from '../src/direct/scope.js';
import type { TaskDefinition } from '../src/task/definition.js';
import type { TaskContext } from '../src/task/task-context.js';
import { taskTimedOut, taskTotalTimedOut } from '../src/task/timed-out.js';
import { toActivityFailure } from './failure.js';
import { withVariant } from '../src/contract/variant.js';
import { type Heart, startHeart } from './heart.js';
import { runWithServices } from './run-with-services.js';
import { hidingLog } from './secrets/hiding-log.js';
import { SecretHider } from './secrets/hide-secrets.js';
import { resolveSecrets } from './secrets/resolve-secrets.js';
import type { TaskServices } from './services.js';
import { variantOf } from './variants.js';
import { workerStopping } from './worker-stopping.js';

/** How long a cancelled body may clean up before the call ends without it. */
const grace = 1_000;

/** The activity of a task: one attempt of its body, with its context, its time limit and automatic heartbeats. */
export function runTask(definition: TaskDefinition, services: TaskServices): (...args: unknown[]) => Promise<unknown> {
  return async (...args) => {
    const context = Context.current();
    const task = withVariant(definition, variantOf(context));
    let hider = noSecrets;
    const heart = startHeart(context, (value) => hider.data(value));
    try {
      if (task.secrets.length === 0) return await attempt({ task, args, context, heart, services, secrets: {}, hider });
      const secrets = await resolveSecrets(task.name, task.secrets, services.secrets);
      hider = new SecretHider(secrets);
      return await attempt({ task, args, context, heart, services, secrets, hider });
    } catch (error) {
      throw hider.failure(toActivityFailure(error, task, context.info));
    } finally {
      heart.stop();
    }
  };
}

interface Attempt {
  readonly task: TaskDefinition;
  readonly args: unknown[];
  readonly context: Context;
  readonly heart: Heart;
  readonly services: TaskServices;
  readonly secrets: Readonly<Record<string, string>>;
  readonly hider: SecretHider;
}

const noSecrets = new SecretHider({});

/** Ends on time also for a body that ignores its signal: such a body goes on unheard, but its slot and caller do not wait. */
function attempt({ task, args, context, heart, services, secrets, hider }: Attempt): Promise<unknown> {
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
    const log = hider.isNeeded ? hidingLog(context.log, hider) : context.log;
    const calls = new DirectRuntime(
      { ...plainSettings, publish: heart.progress, log, limitOf: services.limitOf, bodies: services.bodies },
      scope,
    );
    const own = { ...taskContextOf(task, context, heart, controller.signal), secrets, log };
    runUnder(calls.inBody(scope, own), () => runWithServices(task, args, services, own, hider))
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

function taskContextOf(
  task: TaskDefinition,
  context: Context,
  heart: Heart,
  signal: AbortSignal,
): Omit<TaskContext, 'secrets' | 'log'> {
  const { info } = context;
  return {
    name: task.name,
    attempt: info.attempt,
    signal: signal as TaskContext['signal'],
    progress: heart.progress,
    heartbeat: heart.note,
    lastHeartbeat: heart.lastNote,
    idempotencyKey: idempotencyKey(info),
    run: runOf(info),
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
