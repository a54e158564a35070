import { PerdureError } from '../errors.js';
import { runBody } from '../task/run-body.js';
import { secretsMissing } from '../task/secrets-missing.js';
import type { TaskDefinition } from '../task/definition.js';
import { taskTimedOut } from '../task/timed-out.js';
import type { CancelScope } from './cancel-scope.js';
import type { DirectRuntime } from './direct-runtime.js';
import { host } from './host.js';
import { runUnder } from './scope.js';

/** Those the task has asked for, and no others, as on a worker. */
function pickSecrets(
  { name, secrets }: TaskDefinition,
  known: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const found = secrets.flatMap((secret) => (known[secret] ? [[secret, known[secret]] as const] : []));
  const missing = secrets.filter((secret) => !known[secret]);
  if (missing.length > 0) throw secretsMissing(name, missing);
  return Object.fromEntries(found);
}

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
      secrets: pickSecrets(task, parent.settings.secrets),
      progress: (value) => parent.publish(value),
      heartbeat: () => undefined,
      lastHeartbeat: undefined,
      idempotencyKey: parent.nextKey(),
      run: parent.kind === 'body' ? parent.taskContext().run : undefined,
      log: parent.log,
    });
    const own = parent.settings.bodies?.[task.name];
    runUnder(body, () => runBody(own ? { ...task, body: own } : task, args, parent.settings.limitOf))
      .then(resolve, reject)
      .finally(stop);
    return () => {
      stop();
      controller.abort(new PerdureError({ code: 'Run.Cancelled', message: `task '${task.name}' was cancelled.` }));
    };
  });
}
