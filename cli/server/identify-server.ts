import { Connection, type ConnectionOptions } from '@temporalio/client';

/** Asks a Temporal server for its version; rejects when something else answers, or nothing within `timeout` milliseconds. */
export async function identifyServer(options: ConnectionOptions, timeout: number): Promise<string> {
  // Without the SDK's own retries: we want to know how it is now.
  const connection = Connection.lazy({ ...options, connectTimeout: timeout, interceptors: [] });
  try {
    const ask = async (): Promise<string> => {
      const { serverVersion } = await connection.workflowService.getSystemInfo({});
      return serverVersion === '' ? 'of unknown version' : serverVersion;
    };
    return await connection.withDeadline(Date.now() + timeout, ask);
  } finally {
    await connection.close();
  }
}
