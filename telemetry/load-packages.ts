import { loadOptional } from '../activities/load-optional.js';

export interface Packages {
  readonly api: typeof import('@opentelemetry/api');
  readonly sdk: typeof import('@opentelemetry/sdk-trace-base');
  readonly resources: typeof import('@opentelemetry/resources');
  readonly temporal: typeof import('@temporalio/interceptors-opentelemetry');
}

/**
 * What only programs with traces need.
 * @throws PerdureError `Package.Missing` naming the first that is not installed
 */
export async function loadPackages(): Promise<Packages> {
  return {
    api: await loadOptional('@opentelemetry/api', () => import('@opentelemetry/api')),
    sdk: await loadOptional('@opentelemetry/sdk-trace-base', () => import('@opentelemetry/sdk-trace-base')),
    resources: await loadOptional('@opentelemetry/resources', () => import('@opentelemetry/resources')),
    temporal: await loadOptional(
      '@temporalio/interceptors-opentelemetry',
      () => import('@temporalio/interceptors-opentelemetry'),
    ),
  };
}
