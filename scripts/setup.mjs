// Installs and builds what is missing, so that every other script works in a fresh clone. Only Node is needed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Runs a program of this project and stops the script if it fails. */
export function run(command, args, options = {}) {
  const { status, signal, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? (signal ? 130 : 1));
}

export function setup() {
  requireNode();
  installIfNeeded();
  run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b']);
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 20)) return;
  console.error(`perdure needs Node 20.20 or newer; this is ${process.versions.node}.`);
  process.exit(2);
}

/** The lock file decides: what is installed carries its digest. */
function installIfNeeded() {
  const stamp = join(root, 'node_modules/.perdure-installed');
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error('Installing dependencies …');
  run(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    // Standard output belongs to the program that was asked for.
    stdio: ['ignore', 2, 2],
  });
  writeFileSync(stamp, wanted);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) setup();
