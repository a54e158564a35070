import type { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import type { Packages } from './load-packages.js';
import { NodeContext } from './node-context.js';

/**
 * Temporal's interceptors pass the trace on by OpenTelemetry's global propagator and context. A program that has set
 * them up itself (with NodeSDK, say) keeps its own; otherwise spans would not find their parents.
 */
export function fillGlobals({ api }: Packages, provider: BasicTracerProvider): void {
  const contextManager = keepsContext(api) ? undefined : new NodeContext();
  if (api.propagation.fields().length === 0) {
    // Also makes our provider the one that `trace.getTracer()` in a body finds.
    provider.register({ contextManager });
  } else if (contextManager !== undefined) {
    api.context.setGlobalContextManager(contextManager);
  }
}

function keepsContext({ context, createContextKey, ROOT_CONTEXT }: Packages['api']): boolean {
  const probe = createContextKey('perdure.probe');
  return context.with(ROOT_CONTEXT.setValue(probe, true), () => context.active().getValue(probe) === true);
}
