import type { App } from '../../client/index.js';
import { PerdureError } from '../../src/errors.js';
import type { Shell } from '../shell.js';
import type { Finding } from './finding.js';
import { examineNode } from './examine-node.js';
import { examineServer } from './examine-server.js';
import { examineStuckRuns } from './examine-stuck-runs.js';
import { examineTools } from './examine-tools.js';
import { examineWorkers } from './examine-workers.js';

/** Everything there is to look at, in the order in which one thing needs the other. */
export async function examine(shell: Shell): Promise<Finding[]> {
  const here = [examineNode(process.versions.node), ...(await examineTools())];
  const app = await shell.connect().catch((error: unknown) => toFinding(error));
  return isFinding(app) ? [...here, app] : [...here, ...(await examineCluster(app, shell))];
}

async function examineCluster(app: App, { taskQueue }: Shell): Promise<Finding[]> {
  const server = await guarded(() => examineServer(app));
  if (server.some(({ level }) => level === 'fail')) return server;
  const runs = await Promise.all([guarded(() => examineWorkers(app, taskQueue)), guarded(() => examineStuckRuns(app))]);
  return [...server, ...runs.flat()];
}

/** A look that fails is a finding, and no reason to leave out the others. */
async function guarded(look: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await look();
  } catch (error) {
    return [toFinding(error)];
  }
}

function toFinding(error: unknown): Finding {
  const text = error instanceof Error ? error.message : String(error);
  return { level: 'fail', text: PerdureError.is(error) ? text : `could not be looked at: ${text}` };
}

function isFinding(value: App | Finding): value is Finding {
  return 'level' in value;
}
