import { connect } from 'node:net';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { notReachable } from '../src/contract/not-reachable.js';

const patience = 1_000;

/**
 * The gRPC client tries for seconds where nobody listens; a plain connection is refused at once. Anything but a plain
 * refusal is left to the client.
 * @throws PerdureError `Server.NotReachable`
 */
export async function refuseQuickly(given: string | undefined): Promise<void> {
  const address = given ?? loadClientConnectConfig().connectionOptions.address ?? 'localhost:7233';
  const { hostname, port } = URL.parse(`tcp://${address}`) ?? {};
  if (!hostname || !port) return;
  const cause = await problemOf(hostname.replace(/^\[|\]$/g, ''), Number(port));
  if (cause?.code === 'ECONNREFUSED') throw notReachable(address, cause);
}

function problemOf(host: string, port: number): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: patience });
    const end = (problem?: NodeJS.ErrnoException): void => {
      socket.destroy();
      resolve(problem);
    };
    socket
      .once('connect', () => end())
      .once('timeout', () => end())
      .once('error', (error: NodeJS.ErrnoException) => end(firstOf(error)));
  });
}

/** A name with several addresses fails with one error for each of them. */
function firstOf(error: NodeJS.ErrnoException): NodeJS.ErrnoException {
  return error instanceof AggregateError ? ((error.errors[0] as NodeJS.ErrnoException | undefined) ?? error) : error;
}
