import { InvalidArgumentError } from 'commander';

/** Ports that programs look at when nobody tells them another one. */
export const usualPort = 7233;
export const usualUiPort = 8233;
/** After that of the codec endpoint. */
export const usualStreamPort = 8235;

/** A port given on the command line. */
export function toPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new InvalidArgumentError('A port is a number from 1 to 65535.');
  return port;
}

/** A port, or 0 for any that is free. */
export function toPortOrFree(text: string): number {
  return text === '0' ? 0 : toPort(text);
}
