// `npm run test:faults`: random kills of workers and server under load. PERDURE_FAULTS_KILLS sets how many, default 50.
import { join } from 'node:path';
import { root, run, setup } from './setup.mjs';

setup();
run(join(root, 'node_modules/.bin/vitest'), ['run', '--project', 'faults', ...process.argv.slice(2)], {
  env: { ...process.env, PERDURE_FAULTS: '1' },
});
