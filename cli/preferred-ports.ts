import { PerdureError } from '../src/errors.js';
import { usualPort, usualUiPort } from './port-option.js';

export interface Ports {
  readonly port?: number | undefined;
  readonly uiPort?: number | undefined;
}

/**
 * Starts on the ports that were asked for. Where none was, on the usual ones, because other programs look there, or on
 * free ones if those are taken.
 */
export async function onPreferredPorts<Result>(
  wanted: Ports,
  start: (ports: Ports) => Promise<Result>,
): Promise<Result> {
  const { port = usualPort, uiPort = usualUiPort } = wanted;
  try {
    return await start({ port, uiPort });
  } catch (error) {
    if (!PerdureError.is(error, 'Server.PortTaken')) throw error;
    const taken = (error.details as { readonly port?: unknown } | null)?.port;
    const wasAskedFor = taken === wanted.port || taken === wanted.uiPort;
    if (wasAskedFor) throw error;
    return start(wanted);
  }
}
