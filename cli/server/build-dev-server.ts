import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

import { PerdureError } from '../../src/errors.js';
import { devServerVersion } from './dev-server-release.js';
import { runProgram, type ProgramEnd } from './run-program.js';
import type { Tell } from './tell-progress.js';

export interface DevServerBuild {
  /** Where the executable is put. */
  readonly folder: string;
  /** The whole log stays here, whatever happens. */
  readonly logFile: string;
  readonly tell: Tell;
  readonly signal?: AbortSignal | undefined;
}

const mainPackage = 'github.com/temporalio/cli/cmd/temporal';
/** With the standard library. What Go's cache already holds is not compiled again, and not counted either. */
const allPackages = 1298;
// Without debug tables: a quarter smaller, and linked faster. A build from the module proxy does not know its version, hence the last one.
const linkerFlags = `-s -w -X github.com/temporalio/cli/temporalcli.Version=${devServerVersion}`;
const linesInMessage = 12;

/** Builds the server with the user's Go. Takes minutes when Go's caches are cold, and reuses them when not. */
export async function buildDevServer(build: DevServerBuild): Promise<void> {
  const { logFile } = build;
  const log = createWriteStream(logFile);
  await once(log, 'open');
  const write = (line: string): void => void log.write(`${line}\n`);
  try {
    const chosen = process.env['GOTOOLCHAIN'];
    // The local toolchain first: Go would otherwise download the exact one named by the module, 250 MB for nothing.
    let end = await install(build, { GOTOOLCHAIN: chosen ?? 'local' }, write);
    if (end.code !== 0 && chosen === undefined && isTooOld(end)) {
      write('The local Go is too old; trying again with the toolchain that Go chooses.');
      end = await install(build, {}, write);
    }
    if (end.code !== 0) throw buildFailed(end, logFile);
  } finally {
    log.end();
    await once(log, 'close');
  }
}

async function install(
  { folder, tell, signal }: DevServerBuild,
  environment: NodeJS.ProcessEnv,
  write: (line: string) => void,
): Promise<ProgramEnd> {
  tell('building the Temporal CLI');
  const count = { modules: 0, packages: 0 };
  return runProgram({
    program: 'go',
    arguments: ['install', '-v', '-ldflags', linkerFlags, `${mainPackage}@v${devServerVersion}`],
    folder,
    environment: { ...process.env, ...environment, GOBIN: folder },
    signal,
    onLine: (line) => {
      write(line);
      if (line.startsWith('go: downloading ')) tell('downloading Go modules', `${++count.modules} modules`);
      else if (line === mainPackage) tell('linking the Temporal CLI');
      else if (/^[\w.-]+(\/[\w.~-]+)*$/.test(line))
        tell('compiling the Temporal CLI', `${++count.packages} of at most ${allPackages} packages`);
    },
  });
}

function isTooOld({ lines }: ProgramEnd): boolean {
  return lines.some((line) => /requires go >= |unknown directive: toolchain|invalid go version/.test(line));
}

function buildFailed({ code, lines }: ProgramEnd, logFile: string): PerdureError {
  const tail = lines.slice(-linesInMessage).map((line) => `  ${line}`);
  return new PerdureError({
    code: 'Server.BuildFailed',
    message: [
      `Building the Temporal CLI with Go failed (exit code ${code}).`,
      ...tail,
      `The whole log: ${logFile}`,
    ].join('\n'),
    details: { exitCode: code, logFile },
  });
}
