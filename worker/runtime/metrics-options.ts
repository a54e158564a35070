import type { TelemetryOptions } from '@temporalio/worker';
import { PerdureError } from '../../src/errors.js';

interface MetricsTags {
  /** Tags of every metric of this process. Default: none. */
  readonly tags?: Readonly<Record<string, string>>;
}

interface Otlp {
  /** Address of a collector; `http://host:4317` speaks gRPC, with `http: true` it is the full URL of OTLP over HTTP. */
  readonly url: string;
  /** OTLP over HTTP (protobuf) instead of gRPC. Default: `false`. */
  readonly http?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  /** How often metrics are sent, in milliseconds. Default: `1000`. */
  readonly interval?: number;
}

/** Where the metrics of this process go: served for Prometheus, or sent to an OpenTelemetry collector. */
export type MetricsOptions =
  /** `host:port` to serve `/metrics` at, for example `127.0.0.1:9464`. */
  | (MetricsTags & { readonly prometheus: string; readonly otlp?: undefined })
  | (MetricsTags & { readonly otlp: Otlp; readonly prometheus?: undefined });

/**
 * The same in Temporal's words. Durations are in seconds, as Prometheus recommends.
 * @throws PerdureError `Worker.InvalidOptions`
 */
export function toTemporalMetrics(options: MetricsOptions): NonNullable<TelemetryOptions['metrics']> {
  const { prometheus, otlp, tags } = options;
  if ((prometheus === undefined) === (otlp === undefined)) {
    throw invalid("metrics takes either 'prometheus' or 'otlp', for example { prometheus: '127.0.0.1:9464' }.");
  }
  const globalTags = { ...tags };
  if (otlp !== undefined) {
    const { url, http, headers, interval } = otlp;
    const sent = { url, http, headers: { ...headers }, metricsExportInterval: interval, useSecondsForDurations: true };
    return { otel: sent, globalTags };
  }
  if (!/^(\[[\da-f:]+\]|[^:\s]+):\d+$/i.test(prometheus)) {
    throw invalid(`metrics.prometheus is a host and a port such as '127.0.0.1:9464', not '${prometheus}'.`);
  }
  return {
    prometheus: { bindAddress: prometheus.replace(/^localhost:/, '127.0.0.1:'), useSecondsForDurations: true },
    globalTags,
  };
}

function invalid(message: string): PerdureError {
  return new PerdureError({ code: 'Worker.InvalidOptions', message });
}
