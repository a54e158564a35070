import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { fetchTestServer } from './fetch-test-server.js';
import { fillCache, type Look } from './fill-cache.js';
import { findJavaProblem } from './find-java.js';
import { findOnPath, isExecutableFile } from './find-on-path.js';
import type { LocateOptions } from './locate-dev-server.js';
import { notFound, type Attempt } from './not-found.js';
import { tellProgress, type Tell } from './tell-progress.js';
import { testServerFile, testServerFolder, testServerJar, testServerVersion } from './test-server-release.js';

export interface LocatedTestServer {
  /** Usable as `{ type: 'existing-path', path }` of the SDK's time-skipping test environment. */
  readonly path: string;
  readonly how: 'option' | 'cache' | 'maven';
  /** `unknown` for a server that a person named: this program cannot be asked. */
  readonly version: string;
}

const what = 'The time-skipping test server';
const choices = [
  `Install Java 11 or newer and Maven, and try again: io.temporal:temporal-test-server:${testServerVersion} is then fetched once.`,
  'Put the path of an executable Temporal test server into PERDURE_TEST_SERVER.',
  'Run these tests on the dev server, with real and therefore short times.',
];

/** Finds the Java server that skips time, or gets it: a named path, the cache, Maven. */
export async function locateTimeSkippingServer(options: LocateOptions = {}): Promise<LocatedTestServer> {
  const { report, signal } = options;
  const chosen = options.path ?? process.env['PERDURE_TEST_SERVER'];
  if (chosen !== undefined && chosen !== '') return useChosen(resolve(chosen));
  const javaProblem = await findJavaProblem(signal);
  if (javaProblem !== undefined) throw notFound({ what, attempts: [{ place: 'Java', outcome: javaProblem }], choices });
  const { found, source } = await tellProgress(report, async (tell) => {
    const fill = async (folder: string, problem: string): Promise<'maven'> =>
      fetchWithMaven({ folder, before: { place: 'cache', outcome: problem }, tell, signal });
    return fillCache({ name: testServerFolder, look: lookInto, fill, tell, signal });
  });
  return { path: found, how: source ?? 'cache', version: testServerVersion };
}

async function useChosen(path: string): Promise<LocatedTestServer> {
  if (await isExecutableFile(path)) return { path, how: 'option', version: 'unknown' };
  throw notFound({ what, attempts: [{ place: 'the given path', outcome: `${path} is no executable file` }], choices });
}

async function lookInto(folder: string): Promise<Look<string>> {
  const path = join(folder, testServerFile);
  const complete = (await isExecutableFile(path)) && existsSync(join(folder, testServerJar));
  return complete ? { found: path } : { problem: `nothing in ${folder}` };
}

interface Fetch {
  readonly folder: string;
  readonly before: Attempt;
  readonly tell: Tell;
  readonly signal: AbortSignal | undefined;
}

async function fetchWithMaven({ folder, before, tell, signal }: Fetch): Promise<'maven'> {
  const fail = (outcome: string, cause?: unknown): Error =>
    notFound({ what, attempts: [before, { place: 'Maven', outcome }], choices, cause });
  if ((await findOnPath('mvn')) === undefined) throw fail('no `mvn` on PATH');
  try {
    await fetchTestServer({ folder, tell, signal });
    return 'maven';
  } catch (error) {
    signal?.throwIfAborted();
    throw fail((error as Error).message, error);
  }
}
