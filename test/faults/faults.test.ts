import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { connect } from 'perdure/client';
import { afterAll, expect, test } from 'vitest';
import { type DevServer, startDevServer } from '../../cli/server/index.js';
import { killWorkers, startWorker, type WorkerProcess } from '../flux/crash-run.js';
import type { Kind } from './expected.js';
import { effectsOf, kinds, type Probe, startProbe } from './load.js';
import { randomFrom } from './random.js';

// PERDURE_FAULTS_SEED=… repeats what a seed has found; kill times differ with the machine all the same.
const seed = Number(process.env['PERDURE_FAULTS_SEED'] ?? Math.floor(Math.random() * 1e9));
const kills = Number(process.env['PERDURE_FAULTS_KILLS'] ?? 50);
/** One in so many kills hits the server. */
const serverEvery = 5;
const workersAtOnce = 3;
const probesAtOnce = 10;

const app = new URL('./app.mjs', import.meta.url);
const db = join(mkdtempSync(join(tmpdir(), 'perdure-faults-')), 'temporal.db');
let server: DevServer | undefined;
afterAll(async () => {
  killWorkers();
  await server?.stop();
});

test(`${kills} random kills of workers and server under a mixed load: every run ends right, nothing is lost (seed ${seed})`, async () => {
  const random = randomFrom(seed);
  server = await startDevServer({ db, headless: true });
  const { address } = server;
  const port = Number(address.split(':').at(-1));
  const queue = `faults-${process.pid}`;
  const workers: WorkerProcess[] = [];
  for (let index = 0; index < workersAtOnce; index++) workers.push(await startWorker(queue, address, app));
  const client = await connect({ address, taskQueue: queue });

  const names = Object.keys(kinds) as Kind[];
  const probes: Probe[] = [];
  let open = 0;
  let isLoading = true;
  const refill = (): void => {
    while (isLoading && open < probesAtOnce) {
      const probe = startProbe(client, names[probes.length % names.length] as Kind);
      probes.push(probe);
      open += 1;
      const ended = (): void => {
        open -= 1;
        refill();
      };
      probe.end.then(ended, ended);
    }
  };
  refill();

  let serverKills = 0;
  for (let kill = 1; kill <= kills; kill++) {
    await setTimeout(300 + random() * 1_500);
    if (kill % serverEvery === 0) {
      serverKills += 1;
      server.kill();
      await server.exited;
      await setTimeout(random() * 500);
      server = await startDevServer({ db, port, headless: true });
    } else {
      const victim = Math.floor(random() * workers.length);
      await workers[victim]?.kill();
      workers[victim] = await startWorker(queue, address, app);
    }
  }
  isLoading = false;
  await Promise.allSettled(probes.map(({ end }) => end));

  let repeated = 0;
  let effects = 0;
  for (const probe of probes) {
    const { kind, id } = probe;
    expect(await probe.end, id).toEqual(kinds[kind].result);
    const counts = effectsOf(probe);
    expect([...counts.keys()].toSorted(), id).toEqual([...kinds[kind].effects].toSorted());
    effects += counts.size;
    repeated += [...counts.values()].reduce((sum, times) => sum + times - 1, 0);
  }
  // Only what was in flight at a kill may have happened twice; it was never recorded as done.
  expect(repeated).toBeLessThanOrEqual(kills * probesAtOnce);
  console.log(
    `${probes.length} runs, ${effects} effects, ${kills - serverKills} worker kills, ${serverKills} server kills: ${repeated} effects repeated, none lost`,
  );
  await client.close();
}, 1_200_000);
