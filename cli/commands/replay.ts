import { DefaultLogger, Runtime } from '@temporalio/worker';
import { type Command, Option } from 'commander';
import { type RunFilter, runStatuses } from '../../client/index.js';
import { PerdureError } from '../../src/errors.js';
import { type NamedHistory, type Replayed, replayHistories } from '../../worker/replay-histories.js';
import { onAction } from '../action.js';
import { type AppOptions, appOption } from '../app/app-option.js';
import { enableTypeScript } from '../app/enable-typescript.js';
import { findApp } from '../app/find-app.js';
import { exitCodes } from '../exit-code.js';
import { fetchHistories } from '../replay/fetch-histories.js';
import { historyFiles, readHistoryFile } from '../replay/read-history-file.js';
import { replayLines, replaySummary } from '../replay/show-replayed.js';
import type { Shell } from '../shell.js';
import { noStatusLine, statusLine } from '../terminal/status-line.js';
import { toCount } from '../count-option.js';

interface ReplayOptions extends RunFilter, AppOptions {
  readonly run?: readonly string[];
  readonly limit: number;
}

/** `perdure replay` */
export function replay(command: Command): void {
  command
    .description("Runs recorded histories against today's code, and says which of them it no longer matches.")
    .argument('[files...]', 'histories as files (JSON or binary), or folders of them')
    .addOption(appOption())
    .addOption(
      new Option('-r, --run <id>', 'the history of a run on the server; may be given several times').argParser(
        (id: string, before: string[] | undefined) => [...(before ?? []), id],
      ),
    )
    .addOption(new Option('-s, --status <status>', 'the runs on the server that stand like this').choices(runStatuses))
    .option('-w, --workflow <name>', 'the runs of this workflow on the server')
    .option('-n, --limit <count>', 'of these at most so many, open ones first', toCount, 100);
  onAction<[readonly string[]], ReplayOptions>(command, async (shell, [files], options) => {
    const app = findApp(options.app);
    const histories = await choose(shell, files, options);
    // The engine's own warnings say the same at greater length.
    const telemetryOptions = { logging: { filter: { core: 'ERROR', other: 'ERROR' } } } as const;
    Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions, shutdownSignals: [] });
    await enableTypeScript(app);
    const status = shell.hasScreen ? statusLine(process.stderr, 'bundling the app') : noStatusLine;
    const all: Replayed[] = [];
    try {
      for await (const replayed of replayHistories({ app }, histories)) {
        all.push(replayed);
        status.clear();
        for (const line of replayLines(replayed, shell.colours)) shell.print(line);
      }
    } finally {
      status.clear();
    }
    shell.printJson(all.map(toRow));
    shell.print(replaySummary(all, shell.colours));
    return all.every(({ problem }) => problem === undefined) ? exitCodes.succeeded : exitCodes.failed;
  });
}

type Histories = Iterable<NamedHistory> | AsyncIterable<NamedHistory>;

async function choose(shell: Shell, files: readonly string[], options: ReplayOptions): Promise<Histories> {
  const { run: ids = [], workflow, status, limit } = options;
  const fromServer = ids.length > 0 || workflow !== undefined || status !== undefined;
  if (files.length > 0 && fromServer) {
    throw new PerdureError({ code: 'Usage.Conflict', message: 'Name files, or runs of the server, not both.' });
  }
  if (files.length > 0) return historyFiles(files).map(readHistoryFile);
  if (fromServer) return fetchHistories(await shell.connect(), { ids, filter: { workflow, status }, limit });
  throw new PerdureError({
    code: 'Usage.NothingToReplay',
    message:
      "Nothing to replay was named. Give files ('perdure replay histories/'), or --run, --workflow or --status for runs on the server.",
  });
}

function toRow({ problem, ...facts }: Replayed): object {
  return { ...facts, ok: problem === undefined, problem: problem ?? null };
}
