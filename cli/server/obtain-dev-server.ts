import { join } from 'node:path';

import { PerdureError } from '../../src/errors.js';
import { askVersion } from './ask-version.js';
import { buildDevServer } from './build-dev-server.js';
import { devServerChoices } from './dev-server-choices.js';
import { devServerFile, devServerFolder } from './dev-server-release.js';
import { downloadDevServer } from './download-dev-server.js';
import { findOnPath } from './find-on-path.js';
import { notFound, type Attempt } from './not-found.js';
import { serversFolder } from './servers-folder.js';
import type { Tell } from './tell-progress.js';

export interface Obtain {
  readonly folder: string;
  /** Where the server was looked for before. */
  readonly attempts: readonly Attempt[];
  readonly tell: Tell;
  readonly signal?: AbortSignal | undefined;
}

/** Puts the dev server into an empty folder: by download, else by a build. */
export async function obtainDevServer(obtain: Obtain): Promise<'download' | 'build'> {
  const problem = await tryDownload(obtain);
  if (problem === undefined) return 'download';
  const attempts = [...obtain.attempts, { place: 'download', outcome: problem }];
  if ((await findOnPath('go')) === undefined)
    throw notFound({
      what: 'The Temporal CLI',
      attempts: [...attempts, { place: 'build with Go', outcome: 'no `go` on PATH' }],
      choices: devServerChoices,
    });
  // Beside the folder, not in it: the folder goes away when the build fails, and then the log is wanted.
  const logFile = join(serversFolder(), `${devServerFolder}.build.log`);
  try {
    await buildDevServer({ ...obtain, logFile });
    return 'build';
  } catch (error) {
    if (PerdureError.is(error, 'Server.BuildFailed')) throw withWhatElse(error, attempts);
    throw error;
  }
}

async function tryDownload({ folder, tell, signal }: Obtain): Promise<string | undefined> {
  try {
    await downloadDevServer({ folder, tell, signal });
    const answer = await askVersion(join(folder, devServerFile), signal);
    return 'version' in answer ? undefined : answer.problem;
  } catch (error) {
    signal?.throwIfAborted();
    return (error as Error).message;
  }
}

function withWhatElse(error: PerdureError, attempts: readonly Attempt[]): PerdureError {
  const before = attempts.map(({ place, outcome }) => `  - ${place}: ${outcome}`);
  const ways = devServerChoices.map((choice) => `  - ${choice}`);
  return new PerdureError({
    code: error.code,
    message: [error.message, 'Tried before:', ...before, 'Other ways:', ...ways].join('\n'),
    details: { ...(error.details as object), attempts, choices: devServerChoices },
    cause: error,
  });
}
