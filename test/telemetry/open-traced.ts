import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { testEnvironment, type TestEnvironment, type TestEnvironmentOptions } from 'perdure/testing';
import { recallDefinitions } from '../fixture-definitions.js';

export const tracedApp = new URL('./fixtures/traced.mjs', import.meta.url);

/** A worker for the fixture app on the shared dev server; without an exporter, without traces. */
export function openTraced(
  exporter?: InMemorySpanExporter,
  options: Partial<TestEnvironmentOptions> = {},
): Promise<TestEnvironment> {
  const address = process.env['PERDURE_TEST_ADDRESS'];
  recallDefinitions(options.app ?? tracedApp);
  return testEnvironment({
    app: tracedApp,
    ...(address !== undefined && { address }),
    ...(exporter && { telemetry: { traces: { spanProcessor: new SimpleSpanProcessor(exporter) } } }),
    ...options,
  });
}

/** The spans of the trace in which the run was started. */
export function traceOf(exporter: InMemorySpanExporter, workflowId: string): ReadableSpan[] {
  const spans = exporter.getFinishedSpans();
  const start = spans.find(
    ({ name, attributes }) => name.startsWith('StartWorkflow:') && attributes['temporalWorkflowId'] === workflowId,
  );
  return spans.filter((span) => span.spanContext().traceId === start?.spanContext().traceId);
}

/** One line per span, each below its parent, in the order of their names. */
export function toTree(spans: readonly ReadableSpan[], parent?: string, depth = 0): string[] {
  return spans
    .filter(({ parentSpanId }) => parentSpanId === parent)
    .sort((a, b) => a.name.localeCompare(b.name))
    .flatMap((span) => [`${'  '.repeat(depth)}${span.name}`, ...toTree(spans, span.spanContext().spanId, depth + 1)]);
}
