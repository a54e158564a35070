// A hundred steps. The worker is killed with -9 in the middle of step 50 and started again. Which steps run twice?
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { connect } from 'perdure/client';
import { journey } from './app.js';

const taskQueue = `example-crash-${process.pid}`;
const program = fileURLToPath(new URL('./worker.js', import.meta.url));
const log = join(await mkdtemp(join(tmpdir(), 'perdure-crash-')), 'steps.log');
await writeFile(log, '');

const startWorker = (): ChildProcess => spawn(process.execPath, [program, taskQueue], { stdio: 'ignore' });
const written = async (): Promise<string[]> => (await readFile(log, 'utf8')).split('\n').filter(Boolean);

const app = await connect({ taskQueue });
const run = await app.start(journey, { log, steps: 100, slow: 50 });

// #region kill
let worker = startWorker();
while (!(await written()).includes('begin 50')) {
  assert.equal(worker.exitCode, null, 'the worker did not start');
  await setTimeout(10);
}
worker.kill('SIGKILL');
await once(worker, 'exit');
console.log(`Killed in step 50, after ${(await written()).length} lines.`);

worker = startWorker();
assert.equal(await run.result(), 5_050);
// #endregion

// #region proof
const lines = await written();
const begun = (number: number): number => lines.filter((line) => line === `begin ${number}`).length;
for (let number = 1; number <= 100; number++) assert.equal(begun(number), number === 50 ? 2 : 1, `step ${number}`);
assert.equal(lines.filter((line) => line.startsWith('end')).length, 100);
// #endregion
console.log('The new worker went on with step 50. It ran twice, every other step once.');

worker.kill('SIGTERM');
await once(worker, 'exit');
await app.close();
