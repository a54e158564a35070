import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PerdureError } from '../../src/errors.js';

/**
 * Opens a server's port.
 * @returns its URL
 * @throws PerdureError `Server.PortTaken`
 */
export async function listen(server: Server, host: string, port: number): Promise<string> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
    throw new PerdureError({
      code: 'Server.PortTaken',
      message: `Port ${port} of ${host} is taken. Choose another one with --port.`,
      details: { port },
      cause,
    });
  }
  const { port: taken } = server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${taken}`;
}
