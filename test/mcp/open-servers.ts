import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { testEnvironment, type TestEnvironment, type TestEnvironmentOptions } from 'perdure/testing';
import { recallDefinitions } from '../fixture-definitions.js';
import { eventsOf } from '../flux/history-events.js';

export const serversApp = fileURLToPath(new URL('./fixtures/servers.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'perdure-mcp-'));
const log = join(folder, 'odd.log');

/** A worker with the servers of the fixture; where they are is in the environment, as secrets are. */
export function openServers(options: Partial<TestEnvironmentOptions> = {}): Promise<TestEnvironment> {
  Object.assign(process.env, { MCP_TEST_FOLDER: folder, MCP_TEST_LOG: log });
  recallDefinitions(serversApp);
  return testEnvironment({
    app: serversApp,
    address: process.env['PERDURE_TEST_ADDRESS']!,
    ...options,
  });
}

/** What the odd server has noted so far. */
export function oddNotes(): string[] {
  try {
    return readFileSync(log, 'utf8').trim().split('\n');
  } catch {
    return [];
  }
}

/** The folder of the file server. */
export const served = folder;

/** The types of the activities of a run, in order. */
export async function scheduled(environment: TestEnvironment, id: string): Promise<(string | null | undefined)[]> {
  const history = await environment.history(id);
  return eventsOf(history, 'activityTaskScheduled').map(({ activityType }) => activityType?.name);
}
