import {
  CancellationScope,
  ChildWorkflowCancellationType,
  type ChildWorkflowOptions,
  executeChild,
  getExternalWorkflowHandle,
  ParentClosePolicy,
  startChild as startTemporalChild,
  uuid4,
  workflowInfo,
} from '@temporalio/workflow';
import { mayFailUnwatched, rememberCancel } from '../src/cancellation.js';
import { PerdureError } from '../src/errors.js';
import { checkPayload } from '../src/payload/check-size.js';
import type { ChildRun } from '../src/runtime.js';
import type { WorkflowDefinition } from '../src/workflow/definition.js';
import { turnOf } from './call-turn.js';
import { fromTemporal } from './from-temporal.js';
import { payloadLimitOfRun } from './large-payloads.js';
import { runState } from './run-state.js';
import { toWireRetry } from '../src/retry/wire-retry.js';

/** A workflow called in a workflow: a child run whose end is awaited and that ends with its parent. */
export function callChild(workflow: WorkflowDefinition, input: unknown): Promise<unknown> {
  const scope = new CancellationScope();
  const call = scope.run(async () => {
    const { children } = runState();
    const { size, options } = prepare(workflow, input);
    if (!children.tryEnter(size)) await turnOf(children, size);
    try {
      return await executeChild(workflow.name, {
        ...options,
        cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
        parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
      });
    } catch (error) {
      throw childError(error, workflow);
    } finally {
      children.leave(size);
    }
  });
  return mayFailUnwatched(rememberCancel(call, () => scope.cancel()));
}

/** A child that lives on by itself, whatever becomes of its parent. */
export async function startChild(
  workflow: WorkflowDefinition,
  input: unknown,
  id: string | undefined,
): Promise<ChildRun<unknown>> {
  const { options } = prepare(workflow, input, id);
  try {
    const handle = await startTemporalChild(workflow.name, {
      ...options,
      cancellationType: ChildWorkflowCancellationType.ABANDON,
      parentClosePolicy: ParentClosePolicy.ABANDON,
    });
    return {
      id: handle.workflowId,
      result: async () => {
        try {
          return (await handle.result()) as unknown;
        } catch (error) {
          throw childError(error, workflow);
        }
      },
      cancel: () => getExternalWorkflowHandle(handle.workflowId).cancel(),
    };
  } catch (error) {
    throw childError(error, workflow);
  }
}

/** @returns how many bytes the child is sent, and what it is started with */
function prepare(
  workflow: WorkflowDefinition,
  input: unknown,
  id?: string,
): { size: number; options: ChildWorkflowOptions & { args: unknown[] } } {
  const { name, queue, timeout, retry } = workflow;
  return {
    size: checkPayload([input], `workflow '${name}'`, () => 'its input', payloadLimitOfRun),
    options: {
      args: input === undefined ? [] : [input],
      // Readable in lists, and unique also after a reset or continue-as-new of the parent.
      workflowId: id ?? `${workflowInfo().workflowId}/${name}-${uuid4().slice(0, 8)}`,
      taskQueue: queue,
      workflowRunTimeout: timeout,
      retry: retry && toWireRetry(retry),
    },
  };
}

function childError(error: unknown, workflow: WorkflowDefinition): unknown {
  if (error instanceof Error && error.name === 'WorkflowExecutionAlreadyStartedError') {
    return new PerdureError({
      code: 'Run.AlreadyStarted',
      message: `workflow '${workflow.name}': a run with this id is already open. Choose another id, or wait for that run.`,
      cause: error,
    });
  }
  return fromTemporal(error);
}
