// One workflow from nothing to a result: server, worker, run, an agent, a question to a person, the result, a link.
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { findOrStartServer, terminalReport } from '../dist/cli/server/index.js';
import { connect } from '../dist/client/index.js';
import { PerdureError } from '../dist/src/index.js';
import { createWorker } from '../dist/worker/index.js';
import { root } from './setup.mjs';
import { tourModel } from './tour-model.mjs';

const usage = `npm start [-- [FOLDER] [--yes] [--keep]]
  FOLDER   whose Markdown files are read (default: this repository)
  --yes    answer the question with yes (also without a terminal)
  --keep   leave the server and its Web UI running`;

const began = Date.now();
const say = (line) => console.log(`${((Date.now() - began) / 1_000).toFixed(1).padStart(6)} s  ${line}`);

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { keep: { type: 'boolean' }, yes: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return console.log(usage);
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  const report = terminalReport(process.stderr);
  const server = await findOrStartServer({ folder: process.cwd(), detach: values.keep, report });
  say(`server   ${server.address}${server.uiUrl ? `, Web UI ${server.uiUrl}` : ''}`);
  try {
    await runTour(server, resolve(positionals[0] ?? root), values.yes);
  } finally {
    if (server.kind === 'started' && !values.keep) await server.stop();
    else if (server.uiUrl)
      console.log(`\nThe server stays up: ${server.uiUrl} (stop it with 'npx perdure server stop').`);
  }
}

async function runTour({ address, namespace, uiUrl }, folder, yes) {
  const app = new URL('../dist/examples/tour/app.js', import.meta.url);
  const place = { address, namespace, taskQueue: 'tour', uiUrl };
  const { model, models, why } = await tourModel();
  process.env.PERDURE_TOUR_FOLDER = folder;
  const worker = await createWorker({ app, models, ...place });
  const running = worker.run();
  say('worker   ready');
  say(`model    ${model} (${why})`);
  const client = await connect(place);
  try {
    const run = await client.start('tour', { folder, model });
    const started = Date.now();
    say(`run      ${run.id} reads the Markdown files of ${folder}`);
    const result = run.result();
    const question = await Promise.race([result.then(() => undefined), nextPause(run)]);
    if (question) await answer(run, question, yes);
    const value = await result;
    say(`result   after ${((Date.now() - started) / 1_000).toFixed(2)} s, the answer included`);
    const { list, ...summary } = value;
    console.log(`\n${list}\n`);
    console.log(JSON.stringify(summary, undefined, 2));
    if (run.url) console.log(`\nThe whole story of this run: ${run.url}`);
  } finally {
    await client.close();
    worker.shutdown();
    await running;
  }
}

async function nextPause(run) {
  for (;;) {
    const [pause] = await run.pauses();
    if (pause) return pause;
    await setTimeout(20);
  }
}

async function answer(run, { id, prompt, data }, yes) {
  say(`pause    ${id}: ${prompt}`);
  console.log(JSON.stringify(data, undefined, 2));
  const approved = yes || !process.stdin.isTTY ? automatic(yes) : await ask();
  await run.resume(id, { approved });
}

function automatic(yes) {
  say(`answer   yes, given automatically (${yes ? '--yes' : 'no terminal to ask'})`);
  return true;
}

async function ask() {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const text = await terminal.question('Approve? [Y/n] ');
  terminal.close();
  return !/^n/i.test(text.trim());
}

main().catch((error) => {
  console.error(PerdureError.is(error) ? `${error.code}: ${error.message}` : error);
  process.exitCode = PerdureError.is(error) && error.code.startsWith('Server.') ? 5 : 1;
});
