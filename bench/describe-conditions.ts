import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import type { Connection } from '@temporalio/client';

/** Under what conditions figures were taken; without them they mean nothing. */
export interface Conditions {
  readonly date: string;
  readonly node: string;
  readonly sdk: string;
  readonly server: string;
  readonly cores: number;
  readonly cpu: string;
  /** Processes that wanted a core during the minute before. */
  readonly loadBefore: number;
}

export async function describeConditions(connection: Connection, loadBefore: number): Promise<Conditions> {
  const { serverVersion } = await connection.workflowService.getClusterInfo({});
  return {
    date: new Date().toISOString().slice(0, 16).replace('T', ' '),
    node: process.versions.node,
    sdk: sdkVersion(),
    server: serverVersion ?? 'unknown',
    cores: cpus().length,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    loadBefore,
  };
}

function sdkVersion(): string {
  const manifest = createRequire(import.meta.url).resolve('@temporalio/worker/package.json');
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}
