import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { directly, scriptedModel, testEnvironment } from 'perdure/testing';
import { look, tidy } from './app.js';

// The workspace './notes' is found from the worker's current folder.
process.chdir(await mkdtemp(join(tmpdir(), 'perdure-notes-')));
await mkdir('notes');
await writeFile('notes/trip.md', 'Bring warm cloths.\nThe train leaves at 9.\n');

const scripted = scriptedModel([
  {
    toolCalls: [
      { name: 'edit_file', arguments: { path: 'trip.md', old_text: 'cloths', new_text: 'clothes' } },
      { name: 'read_file', arguments: { path: '../../etc/passwd' } },
    ],
  },
  { toolCalls: [{ name: 'run_command', arguments: { command: ['rm', 'trip.md'] } }] },
  'One mistake mended.',
]);
const environment = await testEnvironment({
  app: new URL('./app.js', import.meta.url),
  address: process.env.TEMPORAL_ADDRESS,
  models: { scripted },
});
const run = await environment.start(tidy, 'Mend the notes.');

// #region answer
while ((await run.pauses()).length === 0) await setTimeout(20);
const [question] = await run.pauses();
const [change] = (question as { data: { arguments: { path: string; diff: string }[] } }).data.arguments;
assert.equal(
  change?.diff,
  `--- trip.md
+++ trip.md
@@ -1,2 +1,2 @@
-Bring warm cloths.
+Bring warm clothes.
 The train leaves at 9.`,
);
await run.resume('approve:perdure.workspace.edit_file', { approved: true, by: 'Ada' });
// #endregion

assert.equal(await run.result(), 'One mistake mended.');
assert.equal(await readFile('notes/trip.md', 'utf8'), 'Bring warm clothes.\nThe train leaves at 9.\n');

// What cannot be allowed is told to the model, which goes on.
const said = JSON.stringify(scripted.requests.at(-1)?.messages);
assert.match(said, /leads out of it/);
assert.match(said, /program 'rm' is not allowed/);
await environment.close();

// #region directly
const models = {
  scripted: scriptedModel([{ toolCalls: [{ name: 'grep', arguments: { pattern: 'train' } }] }, 'At 9.']),
};
assert.equal(await directly(look, 'When does the train leave?', { models }), 'At 9.');
// #endregion

console.log('A diff, an answer, a mended file:', change?.diff);
