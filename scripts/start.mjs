// `npm start`: the tour, from nothing to a result.
import { join } from 'node:path';
import { root, run, setup } from './setup.mjs';

setup();
run(process.execPath, [join(root, 'scripts/tour.mjs'), ...process.argv.slice(2)], { cwd: process.cwd() });
