import type { SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { OpenTelemetryWorkflowClientInterceptor } from '@temporalio/interceptors-opentelemetry';
import { fillGlobals } from './fill-globals.js';
import { loadPackages, type Packages } from './load-packages.js';
import { checkTraces, type TracesOptions } from './telemetry-options.js';
import { traceActivities, type TracedActivities } from './trace-activities.js';
import { workflowSpans, type WorkflowSpans } from './workflow-spans.js';

/** Temporal's interceptors, ready to be put into a client or a worker. */
export interface Tracing {
  readonly client: OpenTelemetryWorkflowClientInterceptor;
  readonly activity: TracedActivities;
  /** Where workflow code sends its spans. */
  readonly sinks: WorkflowSpans;
  /** Sends what is still held back; a backend that is away is no reason to fail. */
  flush(): Promise<void>;
}

/** @throws PerdureError `Package.Missing`, `Telemetry.InvalidOptions` */
export async function openTracing(options: TracesOptions): Promise<Tracing> {
  checkTraces(options);
  const packages = await loadPackages();
  const { sdk, temporal } = packages;
  const resource = toResource(packages, options);
  const processor = toProcessor(packages, options);
  const provider = new sdk.BasicTracerProvider({ resource, spanProcessors: [processor] });
  fillGlobals(packages, provider);
  const tracer = provider.getTracer('perdure');
  return {
    client: new temporal.OpenTelemetryWorkflowClientInterceptor({ tracer }),
    activity: traceActivities(packages, tracer),
    sinks: workflowSpans(packages, processor, resource),
    flush: () => processor.forceFlush().catch(() => undefined),
  };
}

function toProcessor({ sdk }: Packages, { exporter, spanProcessor }: TracesOptions): SpanProcessor {
  if (spanProcessor !== undefined) return spanProcessor as unknown as SpanProcessor;
  return new sdk.BatchSpanProcessor(exporter as unknown as SpanExporter);
}

function toResource(
  { resources: { Resource } }: Packages,
  { resource = {} }: TracesOptions,
): InstanceType<Packages['resources']['Resource']> {
  const name = process.env['OTEL_SERVICE_NAME'] ?? 'perdure';
  return Resource.default().merge(new Resource({ 'service.name': name, ...resource }));
}
