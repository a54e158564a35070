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
    const options = childOptions(workflow, input, undefined);
    const { children } = runState();
    const size = checkInput(workflow, input);
    if (!children.tryEnter(size)) await turnOf(children, size);
    try {
      return await executeChild(workflow.name, {
        ...options,
        args: argumentsOf(input),
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
  checkInput(workflow, input);
  try {
    const handle = await startTemporalChild(workflow.name, {
      ...childOptions(workflow, input, id),
      args: argumentsOf(input),
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

function childOptions(workflow: WorkflowDefinition, input: unknown, id: string | undefined): ChildWorkflowOptions {
  const { retry } = workflow;
  return {
    // Readable in lists, and unique also after a reset or continue-as-new of the parent.
    workflowId: id ?? `${workflowInfo().workflowId}/${workflow.name}-${uuid4().slice(0, 8)}`,
    taskQueue: workflow.queue,
    workflowRunTimeout: workflow.timeout,
    retry: retry && toWireRetry(retry),
  };
}

function checkInput(workflow: WorkflowDefinition, input: unknown): number {
  return checkPayload([input], `workflow '${workflow.name}'`, () => 'its input', payloadLimitOfRun);
}

function argumentsOf(input: unknown): unknown[] {
  return input === undefined ? [] : [input];
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
