// `npm run soak`: several workers at the highest rate this machine sustains, for minutes on end: no error, flat memory.
import { join } from 'node:path';
import { root, run, setup } from './setup.mjs';

setup();
run(process.execPath, [join(root, 'dist/bench/soak/main.js'), ...process.argv.slice(2)]);
