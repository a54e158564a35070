import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { PerdureError } from '../../src/errors.js';
import { choosePort, loopback } from '../server/choose-port.js';

/**
 * Serves the worker's metrics at one address, whichever process has the app's newest code: two of them run side by side
 * while the code changes, and only one of them could have the address.
 */
export class MetricsRelay {
  private target: string | undefined;

  private constructor(
    private readonly server: Server,
    /** Where people find the metrics. */
    readonly url: string,
  ) {
    // The command ends when its worker does.
    server.unref();
    server.on('request', (_, response) => void this.answer(response));
  }

  /** @throws PerdureError `Worker.MetricsUnavailable` */
  static async open({ host, port }: MetricsPlace): Promise<MetricsRelay> {
    const server = createServer();
    try {
      server.listen(port, host);
      await once(server, 'listening');
    } catch (cause) {
      throw new PerdureError({
        code: 'Worker.MetricsUnavailable',
        message: `Metrics cannot be served at ${host}:${port}: ${(cause as Error).message}. Choose another address with --metrics.`,
        details: { where: `${host}:${port}` },
        cause,
      });
    }
    return new MetricsRelay(server, `http://${host}:${port}/metrics`);
  }

  /** An address for the next worker process. */
  async next(): Promise<string> {
    return `${loopback}:${await choosePort(undefined, '--port')}`;
  }

  /** From now on, this process is the worker. */
  show(target: string | undefined): void {
    this.target = target;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(response: ServerResponse): Promise<void> {
    try {
      const metrics = await fetch(`http://${this.target}/metrics`);
      response.writeHead(metrics.status, { 'content-type': metrics.headers.get('content-type') ?? 'text/plain' });
      response.end(await metrics.text());
    } catch {
      response.writeHead(503, { 'content-type': 'text/plain' }).end('No worker runs at the moment.\n');
    }
  }
}

/** A host and a port on the command line. */
export interface MetricsPlace {
  readonly host: string;
  readonly port: number;
}
