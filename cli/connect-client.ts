import { type App, connect, type StreamChannel } from '../client/index.js';
import { valuesOfEnvironment } from './values-of-environment.js';
import { refuseQuickly } from './refuse-quickly.js';
import { findServer } from './server/index.js';
import type { GlobalOptions } from './settings.js';

const named = ['TEMPORAL_ADDRESS', 'TEMPORAL_PROFILE', 'TEMPORAL_CONFIG_FILE'];

/**
 * Connects to the server that was named, by option or by Temporal's environment; else to the one that runs for this
 * folder; else to Temporal's default address.
 * @param stream where what agents show is heard, if that is known here
 * @throws PerdureError `Server.NotReachable`, `Codec.InvalidKey`, `Blobs.InvalidOptions`
 */
export async function connectClient(
  { address, namespace, taskQueue }: GlobalOptions,
  stream?: StreamChannel,
): Promise<App> {
  const values = { ...valuesOfEnvironment(), ...(stream && { stream }) };
  if (address !== undefined || named.some((name) => (process.env[name] ?? '') !== '')) {
    await refuseQuickly(address);
    return connect({ address, namespace, taskQueue, ...values });
  }
  const server = await findServer(process.cwd());
  if (server === undefined) {
    await refuseQuickly(undefined);
    return connect({ namespace, taskQueue, ...values });
  }
  return connect({
    address: server.address,
    namespace: namespace ?? server.namespace,
    taskQueue,
    uiUrl: process.env['PERDURE_UI_URL'] ?? server.uiUrl,
    ...values,
  });
}
