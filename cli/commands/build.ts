import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { writeBundleFile } from '../../worker/bundle-file.js';
import { encryptionFromEnvironment, hasKeysInEnvironment } from '../../codec/index.js';
import { bundleApp } from '../../worker/index.js';
import { onAction } from '../action.js';
import { type AppOptions, appOption } from '../app/app-option.js';
import { findApp } from '../app/find-app.js';
import { shortPlace } from '../app/show-app.js';
import { noStatusLine, statusLine } from '../terminal/status-line.js';

interface BuildOptions extends AppOptions {
  readonly out: string;
  readonly uiUrl?: string;
  readonly nodeOnly?: readonly string[];
  readonly traces?: boolean;
}

/** `perdure build` */
export function build(command: Command): void {
  command
    .description(
      "Bundles the app's workflow code into a file, so that workers start without bundling. With PERDURE_CODEC_KEYS set, for workers that encrypt.",
    )
    .addOption(appOption())
    .option('-o, --out <file>', 'where the bundle goes', 'dist/workflows.bundle.js')
    .option('--ui-url <url>', 'where the Temporal Web UI is, for runInfo().url')
    .option('--node-only <packages...>', 'packages that live in Node only, besides the well-known ones')
    .option('--traces', 'for workers with telemetry.traces');
  onAction<[], BuildOptions>(command, async (shell, _, { app, out, uiUrl, nodeOnly, traces }) => {
    const files = findApp(app);
    const status = shell.hasScreen ? statusLine(process.stderr, 'bundling the app') : noStatusLine;
    const { code } = await bundleApp({
      app: files,
      uiUrl,
      nodeOnly,
      traces,
      codec: hasKeysInEnvironment() ? encryptionFromEnvironment() : undefined,
    }).finally(status.clear);
    const path = resolve(out);
    const facts = writeBundleFile(path, code);
    const bytes = statSync(path).size;
    shell.printJson({ file: path, bytes, ...facts });
    const { bold, dim } = shell.colours;
    const size = `${(bytes / 1024 / 1024).toFixed(1)} MB`;
    shell.print(`${bold(shortPlace(path))}  ${size}  ${dim(`digest ${facts.digest.slice(0, 12)}`)}`);
    shell.print(dim(`perdure ${facts.perdure}, Temporal's SDK ${facts.sdk}, Node ${facts.node}`));
  });
}
