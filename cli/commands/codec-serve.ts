import { once } from 'node:events';
import type { Command } from 'commander';
import { encryptionFromEnvironment } from '../../codec/index.js';
import { onAction } from '../action.js';
import { codecServer } from '../codec/codec-server.js';
import { listen } from '../codec/listen.js';
import { refuseOpenDoor } from '../codec/refuse-open-door.js';
import { toPort, usualUiPort } from '../port-option.js';
import { untilInterrupted } from '../until-interrupted.js';

interface ServeOptions {
  readonly port: number;
  readonly host: string;
  readonly uiOrigin: readonly string[];
  readonly token?: string;
}

const defaultOrigins = [`http://localhost:${usualUiPort}`, `http://127.0.0.1:${usualUiPort}`];

/** `perdure codec serve` */
export function codecServe(command: Command): void {
  command
    .summary('decode for the Web UI')
    .description(
      "Temporal's codec endpoint with the keys of PERDURE_CODEC_KEYS: whoever may call it sees clear text in the Web UI and the Temporal CLI.",
    )
    .option('--port <number>', 'its port', toPort, usualUiPort + 1)
    .option('--host <address>', 'the address it listens on; another than this machine needs a token', '127.0.0.1')
    .option('--ui-origin <url...>', 'where the Web UI is served, as its browser says it', defaultOrigins)
    .option('--token <text>', 'what callers must send as "Authorization: Bearer …" (default: PERDURE_CODEC_TOKEN)');
  onAction<[], ServeOptions>(command, async (shell, _, { port, host, uiOrigin, token: given }) => {
    const token = given ?? (process.env['PERDURE_CODEC_TOKEN'] || undefined);
    const codec = encryptionFromEnvironment();
    refuseOpenDoor(host, token);
    const server = codecServer({ codec, token, origins: uiOrigin });
    const url = await listen(server, host, port);
    shell.printJson({ url, origins: uiOrigin, token: token !== undefined });
    const { bold, dim } = shell.colours;
    shell.print(`${dim('Codec endpoint')}  ${bold(url)}  ${dim(`for ${uiOrigin.join(', ')}`)}`);
    shell.print(dim(`In the Web UI: the glasses at the top, or start its server with --codec-endpoint ${url}`));
    await untilInterrupted(() => undefined);
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });
}
