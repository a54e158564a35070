// `npm run bench`: perdure beside hand-written Temporal, on the same server, interleaved.
import { join } from 'node:path';
import { root, run, setup } from './setup.mjs';

setup();
run(process.execPath, [join(root, 'dist/bench/main.js'), ...process.argv.slice(2)]);
