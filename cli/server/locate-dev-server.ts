import { join, resolve } from 'node:path';

import { askVersion } from './ask-version.js';
import { devServerChoices } from './dev-server-choices.js';
import { devServerFile, devServerFolder } from './dev-server-release.js';
import { fillCache, type Look } from './fill-cache.js';
import { findOnPath, isExecutableFile } from './find-on-path.js';
import { notFound, type Attempt } from './not-found.js';
import { obtainDevServer } from './obtain-dev-server.js';
import type { Report } from './report.js';
import { tellProgress } from './tell-progress.js';

export interface LocateOptions {
  /** An executable to use and no other; default is the environment's choice. */
  readonly path?: string | undefined;
  readonly report?: Report | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface LocatedServer {
  readonly path: string;
  readonly how: 'option' | 'path' | 'cache' | 'download' | 'build';
  /** What the executable says about itself. */
  readonly version: string;
}

/** Finds the Temporal dev server, or gets it: a named path, `PATH`, the cache, a download, a build with Go. */
export async function locateDevServer(options: LocateOptions = {}): Promise<LocatedServer> {
  const chosen = options.path ?? process.env['PERDURE_TEMPORAL_CLI'];
  if (chosen !== undefined && chosen !== '') return useChosen(resolve(chosen), options);
  const onPath = await lookOnPath(options.signal);
  return 'path' in onPath ? onPath : getFromCache(onPath, options);
}

/** What a person named is used or refused, never silently replaced. */
async function useChosen(path: string, { path: option, signal }: LocateOptions): Promise<LocatedServer> {
  const answer = await askVersion(path, signal);
  if ('version' in answer) return { path, how: 'option', version: answer.version };
  const place = option === undefined ? 'PERDURE_TEMPORAL_CLI' : 'the given path';
  throw notFound({
    what: 'The Temporal CLI',
    attempts: [{ place, outcome: answer.problem }],
    choices: devServerChoices,
  });
}

async function lookOnPath(signal: AbortSignal | undefined): Promise<LocatedServer | Attempt> {
  const path = await findOnPath('temporal');
  if (path === undefined) return { place: 'PATH', outcome: 'no `temporal` in any of its folders' };
  const answer = await askVersion(path, signal);
  if ('problem' in answer) return { place: 'PATH', outcome: answer.problem };
  return { path, how: 'path', version: answer.version };
}

async function getFromCache(onPath: Attempt, { report, signal }: LocateOptions): Promise<LocatedServer> {
  const look = async (folder: string): Promise<Look<Omit<LocatedServer, 'how'>>> => {
    const path = join(folder, devServerFile);
    if (!(await isExecutableFile(path))) return { problem: `nothing in ${folder}` };
    const answer = await askVersion(path, signal);
    return 'problem' in answer ? answer : { found: { path, version: answer.version } };
  };
  const { found, source } = await tellProgress(report, async (tell) => {
    const fill = async (folder: string, problem: string): Promise<'download' | 'build'> =>
      obtainDevServer({ folder, attempts: [onPath, { place: 'cache', outcome: problem }], tell, signal });
    return fillCache({ name: devServerFolder, look, fill, tell, signal });
  });
  return { ...found, how: source ?? 'cache' };
}
