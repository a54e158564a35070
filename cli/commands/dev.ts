import type { Command } from 'commander';
import { PerdureError } from '../../src/errors.js';
import { onAction } from '../action.js';
import { type AppOptions, appOption } from '../app/app-option.js';
import { findApp } from '../app/find-app.js';
import { shortPlace } from '../app/show-app.js';
import { DevReport } from '../dev/dev-report.js';
import { findServerPlace, type ServerPlace } from '../dev/dev-server-place.js';
import { DevStreams } from '../dev/dev-streams.js';
import { DevWorker } from '../dev/dev-worker.js';
import { metricsOption } from '../dev/metrics-option.js';
import { type MetricsPlace, MetricsRelay } from '../dev/metrics-relay.js';
import { watchApp } from '../dev/watch-app.js';
import { toPort } from '../port-option.js';
import type { Ports } from '../preferred-ports.js';
import type { Shell } from '../shell.js';
import { untilInterrupted } from '../until-interrupted.js';

type DevOptions = AppOptions & Ports & { readonly metrics?: MetricsPlace };

/** `perdure dev` */
export function dev(command: Command): void {
  command
    .description('Runs a Temporal server and a worker for the app, and reloads the worker when its code changes.')
    .addOption(appOption())
    .option('--port <number>', 'the port of a server it starts (default: 7233, or a free one)', toPort)
    .option('--ui-port <number>', 'the port of the Web UI (default: 8233, or a free one)', toPort)
    .addOption(metricsOption());
  onAction<[], DevOptions>(command, async (shell, _, { app, metrics, ...ports }) => {
    const files = findApp(app);
    const relay = metrics && (await MetricsRelay.open(metrics));
    const place = await findServerPlace(shell.options, ports);
    const streams = await DevStreams.open(place);
    present(shell, place, { metricsUrl: relay?.url, streamUrl: streams?.url });
    const settings = { files, taskQueue: shell.taskQueue, uiUrl: place.uiUrl, ...place.connect };
    const report = new DevReport(shell);
    const worker = new DevWorker(settings, report, relay, streams?.url);
    const interrupted = untilInterrupted(() => {
      worker.kill();
      place.kill();
    });
    const watch = await watchApp(files, (changed) => {
      report.print(shell.colours.dim(`changed: ${changed.map(shortPlace).join(', ')}`));
      void worker.reload();
    });
    await Promise.race([worker.reload(), interrupted]);
    report.print(shell.colours.dim(`Watching ${watch.folders.map(shortPlace).join(', ')}. Ctrl-C stops.`));
    const end = await Promise.race([interrupted, place.ended]);
    report.print(shell.colours.dim(end === 'interrupted' ? '\nStopping …' : '\nThe Temporal server has ended.'));
    await watch.close();
    await worker.stop();
    relay?.close();
    await streams?.close();
    await place.stop();
    if (end !== 'interrupted') throw serverEnded();
  });
}

interface Links {
  readonly metricsUrl: string | undefined;
  readonly streamUrl: string | undefined;
}

function present(shell: Shell, { address, how, uiUrl }: ServerPlace, { metricsUrl, streamUrl }: Links): void {
  const links = { ...(streamUrl && { streamUrl }), ...(metricsUrl && { metricsUrl }) };
  shell.printJson({ address, uiUrl: uiUrl ?? null, taskQueue: shell.taskQueue, ...links });
  const { bold, cyan, dim } = shell.colours;
  shell.print(`\n  ${dim('Server')}  ${bold(address)} ${dim(`(${how})`)}`);
  if (uiUrl !== undefined) shell.print(`  ${dim('Web UI')}  ${cyan(uiUrl)}`);
  if (streamUrl !== undefined) shell.print(`  ${dim('Streams')} ${cyan(`${streamUrl}/runs/<id>/stream`)}`);
  if (metricsUrl !== undefined) shell.print(`  ${dim('Metrics')} ${cyan(metricsUrl)}`);
  shell.print('');
}

function serverEnded(): PerdureError {
  return new PerdureError({
    code: 'Server.Ended',
    message: "The Temporal server has ended by itself. Its log is '.perdure/temporal.log'; its data is kept.",
  });
}
