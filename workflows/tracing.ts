/**
 * Temporal's OpenTelemetry interceptors, in bundles of workers with traces only.
 * @module
 */
import {
  OpenTelemetryInboundInterceptor,
  OpenTelemetryInternalsInterceptor,
  OpenTelemetryOutboundInterceptor,
} from '@temporalio/interceptors-opentelemetry/lib/workflow/index.js';
import { defaultPayloadConverter } from '@temporalio/common';
import { getRandomStream, type WorkflowInterceptorsFactory } from '@temporalio/workflow';
import { toolCallHeader } from '../src/contract/tool-call.js';
import { tracingMark } from '../src/contract/tracing-mark.js';
import { toolCallOf } from './tool-call-slot.js';

/**
 * Queries and the checks of updates leave no spans: they are no part of what a run does, and do not happen again on
 * replay.
 */
export const interceptors: WorkflowInterceptorsFactory = () => {
  const inbound = new OpenTelemetryInboundInterceptor();
  const outbound = new OpenTelemetryOutboundInterceptor();
  return {
    inbound: [
      {
        execute: (input, next) => beside((then) => inbound.execute(input, then), next),
        handleSignal: (input, next) => beside((then) => inbound.handleSignal(input, then), next),
        handleUpdate: (input, next) => beside((then) => inbound.handleUpdate(input, then), next),
      },
    ],
    outbound: [
      {
        scheduleActivity: (input, next) =>
          beside((then) => outbound.scheduleActivity(withToolCallHeader(input), then), next),
        scheduleLocalActivity: (input, next) =>
          beside((then) => outbound.scheduleLocalActivity(withToolCallHeader(input), then), next),
        startChildWorkflowExecution: (input, next) =>
          beside((then) => outbound.startChildWorkflowExecution(input, then), next),
        signalWorkflow: (input, next) => beside((then) => outbound.signalWorkflow(input, then), next),
        continueAsNew: (input, next) => beside((then) => outbound.continueAsNew(input, then), next),
        getLogAttributes: (input, next) => outbound.getLogAttributes(input, next),
      },
    ],
    internals: [new OpenTelemetryInternalsInterceptor()],
  };
};

/** Only traces ask for it. */
function withToolCallHeader<I extends { readonly options: object; readonly headers: object }>(input: I): I {
  const facts = toolCallOf(input.options);
  if (facts === undefined) return input;
  return { ...input, headers: { ...input.headers, [toolCallHeader]: defaultPayloadConverter.toPayload(facts) } };
}

/**
 * Lets an interceptor watch a call without being in its way: the caller gets the very promise it would get without
 * traces, not one that settles some turns later, and the ids of spans come from a random stream of their own. So the
 * order of a run's commands and its random numbers are the same with and without traces, and either replays the other.
 */
function beside<I, R>(
  watch: (then: (input: I) => Promise<R>) => Promise<R>,
  next: (input: I) => Promise<R>,
): Promise<R> {
  let call: Promise<R> | undefined;
  let thrown: { readonly error: unknown } | undefined;
  const span = getRandomStream(tracingMark).with(() =>
    watch((input) => {
      try {
        return (call = next(input));
      } catch (error) {
        thrown = { error };
        throw error;
      }
    }),
  );
  // The caller hears of a failure from the call itself.
  span.catch(() => undefined);
  if (thrown !== undefined) throw (thrown as { readonly error: unknown }).error;
  return call ?? span;
}
