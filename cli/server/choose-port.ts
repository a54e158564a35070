import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';

import { PerdureError } from '../../src/errors.js';
import { identifyServer } from './identify-server.js';
import { portAnswers } from './port-answers.js';

/** How the port can be chosen on the command line, for the message when it is taken. */
export type PortFlag = '--port' | '--ui-port';

export const loopback = '127.0.0.1';

const identifyMilliseconds = 1_000;

/** The wanted port if it is free, else an error that says who has it; a free one when none is wanted. */
export async function choosePort(wanted: number | undefined, flag: PortFlag): Promise<number> {
  if (wanted === undefined || wanted === 0) return findFreePort();
  const address = `${loopback}:${wanted}`;
  // Some systems let a second program bind what another has bound for all addresses: ask before trying.
  if ((await portAnswers(address)) || !(await canListen(wanted))) throw await portTaken(wanted, flag);
  return wanted;
}

/**
 * A connection closed by the listening side keeps the port out of the system's lottery for a minute, but not from who asks for it
 * by number: so two processes that look for a port at the same time get different ones.
 */
async function findFreePort(): Promise<number> {
  const server = createServer((socket) => socket.destroy());
  server.listen(0, loopback);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, loopback);
  socket.on('error', () => {});
  socket.resume();
  await once(socket, 'close');
  server.close();
  await once(server, 'close');
  return port;
}

async function canListen(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    );
    server.listen(port, loopback, () => server.close(() => resolve(true)));
  });
}

async function portTaken(port: number, flag: PortFlag): Promise<PerdureError> {
  const address = `${loopback}:${port}`;
  const version = await identifyServer({ address }, identifyMilliseconds).catch(() => undefined);
  const answers = version === undefined ? 'something that is no Temporal server' : `a Temporal server ${version}`;
  const useIt = version === undefined ? '' : `use it (TEMPORAL_ADDRESS=${address}), `;
  const advice = `${useIt}stop what runs there, or choose another port with ${flag}; without ${flag} a free one is taken`;
  return new PerdureError({
    code: 'Server.PortTaken',
    message: `Port ${port} is taken: ${answers} answers there. What to do: ${advice}.`,
    details: { port, temporalServer: version ?? null },
  });
}
