// `node scripts/record-histories.mjs [name …]`: records the histories that `test/histories` replays, on a dev server.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root, setup } from './setup.mjs';

setup();
const program = join(root, 'dist/test/histories/record.js');
const { status } = spawnSync(process.execPath, [program, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
process.exitCode = status ?? 1;
