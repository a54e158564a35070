import { PerdureError } from '../errors.js';
import { runBody } from '../task/run-body.js';
import type { TaskDefinition } from '../task/definition.js';
import { taskTimedOut } from '../task/timed-out.js';
import type { CancelScope } from './cancel-scope.js';
import type { DirectRuntime } from './direct-runtime.js';
import { host } from './host.js';
import { runUnder } from './scope.js';

/** Runs a task's body in place, under its own context, with the task's time limit. One attempt: retries are Temporal's. */
export function callBody(
  parent: DirectRuntime,
  scope: CancelScope,
  task: TaskDefinition,
  args: readonly unknown[],
): Promise<unknown> {
  const controller = host.abortController();
  return scope.until<unknown>(`task '${task.name}'`, (resolve, reject) => {
    const stop = host.after(task.timeout, () => {
      const error = taskTimedOut(task);
      controller.abort(error);
      reject(error);
    });
    const body = parent.inBody(scope, {
      name: task.name,
      attempt: 1,
      signal: controller.signal,
      secrets: parent.settings.secrets,
      progress: (value) => parent.publish(value),
      heartbeat: () => undefined,
      lastHeartbeat: undefined,
      idempotencyKey: parent.nextKey(),
      run: parent.kind === 'body' ? parent.taskContext().run : undefined,
      log: parent.log,
    });
    runUnder(body, () => runBody(task, args, parent.settings.limitOf))
      .then(resolve, reject)
      .finally(stop);
    return () => {
      stop();
      controller.abort(new PerdureError({ code: 'Run.Cancelled', message: `task '${task.name}' was cancelled.` }));
    };
  });
}
