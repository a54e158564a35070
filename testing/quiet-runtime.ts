import { DefaultLogger, Runtime } from '@temporalio/worker';

/** Keeps the worker's log to errors: a failing run is often what a test is about. Does nothing if a runtime is there. */
export function quietRuntime(): void {
  try {
    Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  } catch {
    // The test has set up its own, and that one counts.
  }
}
