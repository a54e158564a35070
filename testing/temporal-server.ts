import type { ClientOptions } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { locateTimeSkippingServer, type Report, startDevServer } from '../cli/server/index.js';
import { PerdureError } from '../src/errors.js';

export interface ServerChoice {
  /**
   * `'when-available'` (default): the time-skipping server if this machine can have it, else the dev server; `true`:
   * the time-skipping server or an error; `false`: the dev server.
   */
  readonly timeSkipping?: boolean | 'when-available';
  /** `host:port` of a server that runs already; nothing is started then, and time is not skipped. */
  readonly address?: string;
  /** Told what takes long: downloads, builds. */
  readonly report?: Report;
}

/** What the environment's client is told. */
export type ClientSettings = Pick<ClientOptions, 'dataConverter' | 'interceptors'>;

export interface TestServer {
  readonly kind: 'time-skipping' | 'dev-server' | 'existing';
  readonly environment: TestWorkflowEnvironment;
  close(): Promise<void>;
}

/** The server under a test environment. */
export async function openTestServer(choice: ServerChoice, client: ClientSettings): Promise<TestServer> {
  const { address, timeSkipping = 'when-available', report } = choice;
  if (address !== undefined) return existing(address, client);
  if (timeSkipping !== false) {
    const skipping = await openTimeSkipping(report, timeSkipping === true, client);
    if (skipping) return skipping;
  }
  const server = await startDevServer({ headless: true, report });
  const opened = await existing(server.address, client);
  return {
    kind: 'dev-server',
    environment: opened.environment,
    async close() {
      await opened.close();
      await server.stop();
    },
  };
}

async function existing(address: string, client: ClientSettings): Promise<TestServer> {
  const environment = await TestWorkflowEnvironment.createFromExistingServer({
    address,
    client,
  });
  return { kind: 'existing', environment, close: () => environment.teardown() };
}

async function openTimeSkipping(
  report: Report | undefined,
  required: boolean,
  client: ClientSettings,
): Promise<TestServer | undefined> {
  try {
    const { path } = await locateTimeSkippingServer({ report });
    const environment = await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path } },
      client,
    });
    return { kind: 'time-skipping', environment, close: () => environment.teardown() };
  } catch (error) {
    if (required) throw error;
    if (!PerdureError.is(error)) throw error;
    process.stderr.write(`perdure/testing: no time-skipping server (${error.code}), so time passes as it does.\n`);
    return undefined;
  }
}
