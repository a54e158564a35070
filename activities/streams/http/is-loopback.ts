import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/** Whether a host, as a name or an address, is this machine. */
export function isLoopback(host: string): boolean {
  const plain = host.replace(/^\[|\]$/g, '').replace(/^::ffff:/, '');
  return plain === 'localhost' || plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'));
}

/**
 * Whether a request was made on this machine, by somebody who meant this machine: a page of the web may know a name that
 * leads here, and a proxy lets others in.
 */
export function comesFromHere({ socket, headers }: IncomingMessage): boolean {
  const isPassedOn = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => headers[name] !== undefined);
  return !isPassedOn && isLoopback(socket.remoteAddress ?? '') && isLoopback(hostOf(`http://${headers.host ?? ''}`));
}

/** The host of a URL, or nothing. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '';
}
