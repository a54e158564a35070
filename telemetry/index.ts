/**
 * OpenTelemetry for clients and workers, loaded only where it is asked for.
 * @module
 */
export { openTracing, type Tracing } from './open-tracing.js';
