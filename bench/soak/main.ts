/**
 * `npm run soak`: several workers on one queue at the highest rate this machine sustains, for minutes on end.
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'perdure/client';
import { startDevServer, terminalReport } from '../../cli/server/index.js';
import { findRate } from './find-rate.js';
import { hold } from './hold.js';
import { judge, type Verdict } from './judge.js';
import { Load } from './load.js';
import { parseOptions, type SoakOptions, usage } from './parse-options.js';
import { processMemory } from './process-memory.js';
import { minuteHead, minuteLine, trialLine } from './render.js';
import { startWorker } from './start-worker.js';

/** How much of the highest sustained rate is held: at the very edge, any other program on the machine tips it over. */
const share = 0.8;
const trialSeconds = 8;
const taskQueue = 'soak';

async function soak({ minutes, workers: count, rate: given }: SoakOptions): Promise<Verdict> {
  const folder = mkdtempSync(join(tmpdir(), 'perdure-soak-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const report = terminalReport(process.stderr);
  const server = await startDevServer({ db: join(folder, 'temporal.db'), headless: true, report });
  report.end();
  process.once('exit', () => server.kill());
  const { address } = server;
  const workers = await Promise.all(Array.from({ length: count }, () => startWorker(address, taskQueue)));
  const names = workers.map((_, index) => `worker ${index + 1}`);
  const app = await connect({ address, namespace: 'default', taskQueue });
  const load = new Load(app);
  const work = async (): Promise<Verdict> => {
    console.log(
      `${count} workers on one queue. ${given ? '' : `Looking for the highest rate, ${trialSeconds} s each:`}`,
    );
    const most = given ?? (await findRate(load, trialSeconds, (trial) => console.log(trialLine(trial))));
    const rate = given ?? most * share;
    console.log(`Holding ${rate.toFixed(1)} runs/s for ${minutes} minutes.`);
    const processes = {
      ...Object.fromEntries(workers.map((worker, index) => [names[index] ?? '', () => worker.memory()])),
      server: () => processMemory(server.pid),
    };
    console.log(minuteHead(Object.keys(processes)));
    // What workers say under more than they can do, while a rate is looked for, is no fault.
    const counts = (): number[] => workers.map(({ complaints }) => complaints.length);
    let excused = counts();
    const held = await hold(load, rate, {
      minutes,
      processes,
      print: (minute) => console.log(minuteLine(minute)),
      lowered(from, to) {
        excused = counts();
        console.log(`${from.toFixed(1)} runs/s is too much for this machine. ${to.toFixed(1)} runs/s, from the start:`);
      },
    });
    const complaints = workers.flatMap((worker, index) => worker.complaints.slice(excused[index]));
    return judge(held, complaints, names);
  };
  try {
    const verdict = await Promise.race([work(), ...workers.map(({ died }) => died)]);
    await load.stop();
    await Promise.all(workers.map((worker) => worker.stop()));
    return verdict;
  } finally {
    await app.close();
    await server.stop();
  }
}

const options = parseOptions(process.argv.slice(2));
if (options === undefined) {
  console.log(usage);
} else {
  const { passed, lines } = await soak(options);
  console.log(`\n${lines.join('\n')}`);
  process.exit(passed ? 0 : 1);
}
