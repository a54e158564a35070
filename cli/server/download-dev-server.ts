import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

import { devServerFile, devServerVersion } from './dev-server-release.js';
import { fetchStream } from './fetch-stream.js';
import type { Tell } from './tell-progress.js';

export interface DevServerDownload {
  /** Where the executable is put. */
  readonly folder: string;
  readonly tell: Tell;
  readonly signal?: AbortSignal | undefined;
}

/** Where the archive is and which of its files is the server: the download site's answer. */
interface Archive {
  readonly archiveUrl: string;
  readonly fileToExtract: string;
}

const phase = 'downloading the Temporal CLI';
// Being offline must be found out quickly, because a build is waiting for its turn.
const questionLimits = { answer: 5_000, stall: 5_000 };
const archiveLimits = { answer: 15_000, stall: 30_000 };

/** Gets the archive that the SDK's test environment would get. `PERDURE_TEMPORAL_DOWNLOAD` names a mirror, or `off`. */
export async function downloadDevServer({ folder, tell, signal }: DevServerDownload): Promise<void> {
  const site = process.env['PERDURE_TEMPORAL_DOWNLOAD'] ?? 'https://temporal.download';
  if (site === 'off') throw new Error('switched off by PERDURE_TEMPORAL_DOWNLOAD');
  tell(phase);
  const { archiveUrl, fileToExtract } = await findArchive(site, signal);
  const content = await fetchStream(archiveUrl, {
    limits: archiveLimits,
    signal,
    onBytes: (bytes, total) => tell(phase, total > 0 ? `${megabytes(bytes)} of ${megabytes(total)}` : megabytes(bytes)),
  });
  await unpack(content, fileToExtract, join(folder, devServerFile));
}

/** Linux, macOS and Windows all have `tar`. It prints the one file, so no path from the archive reaches the disk. */
async function unpack(content: Readable, name: string, path: string): Promise<void> {
  const tar = spawn('tar', ['-xOf', '-', name], { stdio: ['pipe', 'pipe', 'ignore'], windowsHide: true });
  const [started, fed, written] = await Promise.allSettled([
    once(tar, 'close'),
    pipeline(content, createGunzip(), tar.stdin),
    pipeline(tar.stdout, createWriteStream(path)),
  ]);
  for (const step of [started, written]) if (step.status === 'rejected') throw step.reason;
  if (tar.exitCode !== 0) {
    if (fed.status === 'rejected' && !hasStoppedReading(fed.reason)) throw fed.reason;
    throw new Error(`no ${name} in the archive`);
  }
  await chmod(path, 0o755);
}

/** `tar` need not read what follows the last file, and leaves; that is no failure of the download. */
function hasStoppedReading(error: unknown): boolean {
  return ['EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'].includes((error as NodeJS.ErrnoException).code ?? '');
}

async function findArchive(site: string, signal: AbortSignal | undefined): Promise<Archive> {
  const url = new URL(`${site.replace(/\/+$/, '')}/cli/v${devServerVersion}`);
  url.searchParams.set('arch', process.arch === 'x64' ? 'amd64' : process.arch);
  url.searchParams.set('platform', process.platform === 'win32' ? 'windows' : process.platform);
  url.searchParams.set('format', 'tar.gz');
  const answer: unknown = await json(await fetchStream(url.href, { limits: questionLimits, signal }));
  if (!isArchive(answer)) throw new Error(`${url.host} named no archive`);
  return answer;
}

function isArchive(value: unknown): value is Archive {
  if (typeof value !== 'object' || value === null) return false;
  const { archiveUrl, fileToExtract } = value as Partial<Archive>;
  // The name becomes an argument of a program: plain names only, nothing that looks like an option.
  return typeof archiveUrl === 'string' && typeof fileToExtract === 'string' && /^[\w.][\w./-]*$/.test(fileToExtract);
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_000_000)} MB`;
}
