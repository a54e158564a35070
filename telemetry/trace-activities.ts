import type { Context } from '@temporalio/activity';
import type { Tracer } from '@opentelemetry/api';
import type { OpenTelemetryActivityInboundInterceptor } from '@temporalio/interceptors-opentelemetry';
import { toolCallFacts } from '../activities/gen-ai-facts.js';
import { hearSpanFacts, toolCallIn } from '../activities/span-facts.js';
import type { Packages } from './load-packages.js';

type Execute = OpenTelemetryActivityInboundInterceptor['execute'];

export type TracedActivities = (context: Context) => {
  readonly inbound: { readonly execute: Execute };
  readonly outbound: InstanceType<Packages['temporal']['OpenTelemetryActivityOutboundInterceptor']>;
};

/** A span for each attempt of a task, which says what Temporal's leaves out: task, workflow, attempt and queue. */
export function traceActivities({ api, temporal }: Packages, tracer: Tracer): TracedActivities {
  return (context) => {
    const stock = new temporal.OpenTelemetryActivityInboundInterceptor(context, { tracer });
    const { activityType, workflowType, workflowExecution, attempt, taskQueue } = context.info;
    const attributes = {
      'perdure.task': activityType,
      'perdure.workflow': workflowType,
      'perdure.attempt': attempt,
      'perdure.queue': taskQueue,
    };
    return {
      inbound: {
        execute: (input, next) =>
          stock.execute(input, (traced) => {
            const span = api.trace.getActiveSpan();
            const toolCall = toolCallIn(traced.headers);
            const asked = toolCall && toolCallFacts(toolCall, workflowExecution?.workflowId ?? '');
            span?.setAttributes({ ...attributes, ...asked });
            return hearSpanFacts(
              (facts) => span?.setAttributes(facts),
              () => next(traced),
            );
          }),
      },
      outbound: new temporal.OpenTelemetryActivityOutboundInterceptor(context),
    };
  };
}
