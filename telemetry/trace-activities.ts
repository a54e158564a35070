import type { Context } from '@temporalio/activity';
import type { Tracer } from '@opentelemetry/api';
import type { OpenTelemetryActivityInboundInterceptor } from '@temporalio/interceptors-opentelemetry';
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
    const { activityType, workflowType, attempt, taskQueue } = context.info;
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
            api.trace.getActiveSpan()?.setAttributes(attributes);
            return next(traced);
          }),
      },
      outbound: new temporal.OpenTelemetryActivityOutboundInterceptor(context),
    };
  };
}
