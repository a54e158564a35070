import { Runtime, type RuntimeOptions } from '@temporalio/worker';
import { PerdureError } from '../../src/errors.js';
import { createLogger, type LoggingOptions } from './logging-options.js';
import { type MetricsOptions, toTemporalMetrics } from './metrics-options.js';

/** What holds for all workers of a process, because the engine underneath is one. */
export interface ProcessOptions {
  /** Metrics of the engine, and ours. Default: none. */
  readonly metrics?: MetricsOptions;
  /** Structured logs. Default: Temporal's own, as text. */
  readonly logging?: LoggingOptions;
}

/** What this module has installed, and for which options. */
let installed: { readonly runtime: RuntimeOptions; readonly key: string; readonly write: unknown } | undefined;

/**
 * Sets up the engine of this process. The first one counts; the same options again, for a second worker, are fine.
 * @param base what else Temporal's runtime is told
 * @throws PerdureError `Worker.RuntimeInstalled`, `Worker.InvalidOptions`, `Worker.MetricsUnavailable`
 */
export function installRuntime({ metrics, logging }: ProcessOptions, base: RuntimeOptions = {}): void {
  if (metrics === undefined && logging === undefined && base.logger === undefined) return;
  const key = JSON.stringify({ metrics, logging });
  if (isInstalled(key, logging?.write)) return;
  const runtime: RuntimeOptions = {
    ...base,
    ...(logging && { logger: createLogger(logging) }),
    telemetryOptions: {
      ...(metrics && { metrics: toTemporalMetrics(metrics) }),
      // What the engine has to say goes the same way as all the rest.
      ...(logging && { logging: { forward: {}, filter: { core: 'WARN', other: 'ERROR' } } }),
    },
  };
  try {
    Runtime.install(runtime);
  } catch (cause) {
    throw cause instanceof Error && cause.name === 'IllegalStateError' ? tooLate(cause) : unavailable(metrics, cause);
  }
  installed = { runtime, key, write: logging?.write };
}

/** The engine stops with its last worker, and starts again with the options it was given last. */
function isInstalled(key: string, write: unknown): boolean {
  const { defaultOptions } = Runtime as unknown as { readonly defaultOptions: RuntimeOptions };
  return installed?.runtime === defaultOptions && installed.key === key && installed.write === write;
}

function tooLate(cause: unknown): PerdureError {
  return new PerdureError({
    code: 'Worker.RuntimeInstalled',
    message:
      "'metrics' and 'logging' hold for the whole process, and its Temporal runtime is set up already, with other settings: by an earlier worker, a NativeConnection, or Runtime.install. Give them to the first createWorker of the process, before any connection; or leave them out and pass what you need to Runtime.install yourself.",
    cause,
  });
}

function unavailable(metrics: MetricsOptions | undefined, cause: unknown): PerdureError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const where = metrics?.prometheus ?? metrics?.otlp?.url ?? '(nowhere)';
  return new PerdureError({
    code: 'Worker.MetricsUnavailable',
    message: `Metrics cannot be given out at '${where}': ${reason}. Is the port in use, or the address another machine's?`,
    details: { where },
    cause,
  });
}
