import { CancellationScope, continueAsNew, log, upsertMemo, uuid4, workflowInfo } from '@temporalio/workflow';
import { mayFailUnwatched, rememberCancel } from '../src/cancellation.js';
import { PerdureError } from '../src/errors.js';
import type { PauseRequest } from '../src/flow/pause.js';
import { checkPayload } from '../src/payload/check-size.js';
import type { RunInfo } from '../src/flow/run-info.js';
import type { Runtime } from '../src/runtime.js';
import { CallScope } from './call-scope.js';
import { callChild, startChild } from './children.js';
import { showProgress } from './details.js';
import { fromTemporal } from './from-temporal.js';
import { payloadLimitOfRun } from './large-payloads.js';
import { callModel, showFrames } from './model-calls.js';
import { runState } from './run-state.js';
import { ScopeLoan } from './scope-loan.js';
import { callTask, callTaskInScope } from './task-calls.js';
import { startingSchedule } from './starting-schedule.js';
import { webUi } from './web-ui.js';

/** In the sandbox every call means a Temporal command. Stateless: shared, frozen, by all runs of a worker. */
export const temporalRuntime: Runtime = {
  kind: 'workflow',
  callTask,
  callTaskInScope,
  callModel,
  callChild,
  startChild,
  waitForAnswer: (pause: PauseRequest) => oneCall(() => runState().pauses.wait(pause)),
  sleep: (milliseconds, summary) =>
    oneCall(() => runState().timers.sleep(milliseconds, summary ? { summary } : undefined)),
  scope: scoped,
  uncancellable: (run) => CancellationScope.nonCancellable(run),
  continueAsNew(input) {
    checkPayload([input], 'continueAsNew', () => 'its input', payloadLimitOfRun);
    return continueAsNew<(input?: unknown) => Promise<unknown>>(...(input === undefined ? [] : [input]));
  },
  state<T>(key: string, create: () => T): T {
    const { kept } = runState();
    if (!kept.has(key)) kept.set(key, create());
    return kept.get(key) as T;
  },
  record: (what, facts) => upsertMemo({ [`perdure.${what}`]: facts }),
  cancelled: () => CancellationScope.current().consideredCancelled,
  now: () => Date.now(),
  random: () => Math.random(),
  uuid: uuid4,
  publish(value) {
    runState().progress = value;
    showProgress(value);
  },
  stream: showFrames,
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
  const { runId, workflowId, workflowType, startTime, historyLength, continueAsNewSuggested, namespace } =
    workflowInfo();
  const url = webUi() && `${webUi()}/namespaces/${namespace}/workflows/${encodeURIComponent(workflowId)}/${runId}`;
  return {
    id: runId,
    workflowId,
    name: workflowType,
    startedAt: startTime,
    historyLength,
    continueSuggested: continueAsNewSuggested,
    url,
    schedule: startingSchedule(),
  };
}
