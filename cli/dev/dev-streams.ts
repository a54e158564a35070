import { type App, connect, inProcessStream, type ListeningHub, streamHub } from '../../client/index.js';
import { PerdureError } from '../../src/errors.js';
import { usualStreamPort } from '../port-option.js';
import { valuesOfEnvironment } from '../values-of-environment.js';
import type { ServerPlace } from './dev-server-place.js';

/** The hub of `perdure dev`: the worker, whichever process it is, shows there what its agents do, for this machine to see. */
export class DevStreams {
  private constructor(
    private readonly hub: ListeningHub,
    private readonly app: LateApp,
  ) {}

  /** `undefined` where the environment names another place for streams: the worker uses that by itself. */
  static async open(place: ServerPlace): Promise<DevStreams | undefined> {
    if (process.env['PERDURE_STREAM']) return undefined;
    const channel = inProcessStream();
    const app = new LateApp(() => connect({ ...place.connect, ...valuesOfEnvironment(), stream: channel }));
    const hub = streamHub({ channel, app });
    const listening = await hub.listen({ port: usualStreamPort }).catch((error: unknown) => {
      if (!PerdureError.is(error, 'Server.PortTaken')) throw error;
      return hub.listen();
    });
    return new DevStreams(listening, app);
  }

  get url(): string {
    return this.hub.url;
  }

  async close(): Promise<void> {
    await this.hub.close();
    await this.app.close();
  }
}

/** A connection for those who want to know when a run is over: most days nobody does. */
class LateApp {
  private opened: Promise<App> | undefined;

  constructor(private readonly open: () => Promise<App>) {}

  run(id: string): { result(): Promise<unknown> } {
    return {
      result: async () => {
        this.opened ??= this.open().catch((error: unknown) => {
          this.opened = undefined;
          throw error;
        });
        return (await this.opened).run(id).result();
      },
    };
  }

  async close(): Promise<void> {
    await (await this.opened?.catch(() => undefined))?.close();
  }
}
