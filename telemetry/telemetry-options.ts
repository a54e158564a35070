import { PerdureError } from '../src/errors.js';

/** A span exporter of OpenTelemetry, such as `OTLPTraceExporter` or `InMemorySpanExporter`. */
export interface SpanExporterLike {
  export(spans: never[], done: (result: { code: number; error?: Error }) => void): void;
  shutdown(): Promise<void>;
}

/** A span processor of OpenTelemetry, such as `BatchSpanProcessor` or `SimpleSpanProcessor`. */
export interface SpanProcessorLike {
  onStart(span: never, context: never): void;
  onEnd(span: never): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

interface TraceResource {
  /** What the spans say of this program. Default: `{ 'service.name': … }` from `OTEL_SERVICE_NAME`, else `perdure`. */
  readonly resource?: Readonly<Record<string, string | number | boolean>>;
}

/** Where spans go: an exporter, which gets them in batches, or a processor, which gets them as they end. */
export type TracesOptions =
  | (TraceResource & { readonly exporter: SpanExporterLike; readonly spanProcessor?: undefined })
  | (TraceResource & { readonly spanProcessor: SpanProcessorLike; readonly exporter?: undefined });

export interface TelemetryOptions {
  /**
   * OpenTelemetry traces. Needs the packages `@temporalio/interceptors-opentelemetry`, `@opentelemetry/api`,
   * `@opentelemetry/sdk-trace-base` and `@opentelemetry/resources`. Default: none.
   */
  readonly traces?: TracesOptions;
}

/** @throws PerdureError `Telemetry.InvalidOptions` */
export function checkTraces({ exporter, spanProcessor }: TracesOptions): void {
  if ((exporter === undefined) !== (spanProcessor === undefined)) return;
  throw new PerdureError({
    code: 'Telemetry.InvalidOptions',
    message:
      "telemetry.traces takes either an 'exporter' or a 'spanProcessor', for example { exporter: new OTLPTraceExporter() }.",
  });
}
