// `npm test`: everything vitest runs, after setting up what it needs. Arguments go to vitest.
import { join } from 'node:path';
import { root, run, setup } from './setup.mjs';

setup();
run(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...process.argv.slice(2)]);
