import { connect } from 'node:net';

const answerMilliseconds = 1_000;

/** Whether anything at all accepts a connection there. */
export async function portAnswers(address: string): Promise<boolean> {
  const { host, port } = splitAddress(address);
  const socket = connect({ host, port, timeout: answerMilliseconds });
  try {
    return await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('timeout', () => resolve(false));
      socket.once('error', () => resolve(false));
    });
  } finally {
    socket.destroy();
  }
}

function splitAddress(address: string): { readonly host: string; readonly port: number } {
  const colon = address.lastIndexOf(':');
  return { host: address.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(address.slice(colon + 1)) };
}
