import { type App, connect } from 'perdure/client';
import { afterAll, beforeAll } from 'vitest';
import { killWorkers } from './start-worker.js';

/** The shared test server. */
export const address = process.env['PERDURE_TEST_ADDRESS'];

/** A client for the tests of a file; when they are over it is closed, and no worker of theirs is left. */
export function connected(): () => App {
  let app: App;
  beforeAll(async () => {
    app = await connect({ address });
  });
  afterAll(async () => {
    killWorkers();
    await app?.close();
  });
  return () => app;
}
