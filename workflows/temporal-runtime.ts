import { CancellationScope, log, sleep as temporalSleep, uuid4, workflowInfo } from '@temporalio/workflow';
import { mayFailUnwatched, rememberCancel } from '../src/cancellation.js';
import { PerdureError } from '../src/errors.js';
import type { PauseRequest } from '../src/flow/pause.js';
import type { RunInfo } from '../src/flow/run-info.js';
import type { Runtime } from '../src/runtime.js';
import { CallScope } from './call-scope.js';
import { callChild, startChild } from './children.js';
import { showProgress } from './details.js';
import { fromTemporal } from './from-temporal.js';
import { runState } from './run-state.js';
import { ScopeLoan } from './scope-loan.js';
import { callTask, callTaskInScope } from './task-calls.js';
import { webUi } from './web-ui.js';

/** In the sandbox every call means a Temporal command. Stateless: shared, frozen, by all runs of a worker. */
export const temporalRuntime: Runtime = {
  kind: 'workflow',
  callTask,
  callTaskInScope,
  callChild,
  startChild,
  waitForAnswer: (pause: PauseRequest) => oneCall(() => runState().pauses.wait(pause)),
  sleep: (milliseconds, summary) => oneCall(() => temporalSleep(milliseconds, summary ? { summary } : undefined)),
  scope: scoped,
  cancelled: () => CancellationScope.current().consideredCancelled,
  now: () => Date.now(),
  random: () => Math.random(),
  uuid: uuid4,
  publish(value) {
    runState().progress = value;
    showProgress(value);
  },
  showGraph: (name, look) => runState().graphs.add(name, look),
  runInfo,
  taskContext() {
    throw new PerdureError({
      code: 'Task.NoContext',
      message: 'taskContext() was called in workflow code. Call it in the body of a task, while the body runs.',
    });
  },
  log,
};

/** A call that ends with all it started, in a cancel scope lent to it. */
function oneCall<T>(start: () => Promise<T>): Promise<T> {
  const loan = new ScopeLoan();
  const call: Promise<T> = loan.run(start).then(
    (value) => {
      loan.giveBack();
      return value;
    },
    (error: unknown) => {
      loan.giveBack();
      void mayFailUnwatched(call);
      throw fromTemporal(error);
    },
  );
  return rememberCancel(call, loan.cancel);
}

/** Code that may leave calls behind: its scope is its own for good. */
function scoped<T>(run: () => Promise<T>): Promise<T> {
  const scope = new CallScope();
  const work = scope.run(async () => {
    try {
      return await run();
    } catch (error) {
      throw fromTemporal(error);
    }
  });
  return mayFailUnwatched(rememberCancel(work, () => scope.cancel()));
}

function runInfo(): RunInfo {
  const { runId, workflowId, workflowType, startTime, historyLength, namespace } = workflowInfo();
  const url = webUi() && `${webUi()}/namespaces/${namespace}/workflows/${encodeURIComponent(workflowId)}/${runId}`;
  return { id: runId, workflowId, name: workflowType, startedAt: startTime, historyLength, url };
}
