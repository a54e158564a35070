// The server stores what it cannot read; values too large for history are kept in a folder, encrypted too.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { PerdureError } from 'perdure';
import { connect } from 'perdure/client';
import { createWorker, encryption, fileBlobs } from 'perdure/worker';
import { archive, visit } from './app.js';

process.env.KEY_2026 = randomBytes(32).toString('base64');
process.env.KEY_2025 = randomBytes(32).toString('base64');
const folder = await mkdtemp(join(tmpdir(), 'perdure-encryption-'));
const taskQueue = `example-encryption-${process.pid}`;

// #region codec
const codec = encryption({
  keys: { '2026': process.env.KEY_2026, '2025': process.env.KEY_2025 },
  current: '2026', // writes; the others only read
});
// #endregion
// #region blobs
const blobs = fileBlobs({ folder });
// #endregion

// #region both
const worker = await createWorker({ app: new URL('./app.js', import.meta.url), taskQueue, codec, blobs });
const app = await connect({ taskQueue, codec, blobs });
// #endregion
const running = worker.run();

const run = await app.start(visit, 'Ada');
while ((await run.pauses()).length === 0) await setTimeout(20);
assert.equal((await run.pauses())[0]?.prompt, 'May we keep this? Ada: healthy');
await run.resume('consent', true);
assert.equal(await run.result(), 'Ada: healthy');

// What the server has: names, and bytes.
const history = await app.client.workflow.getHandle(run.id).fetchHistory();
const payload = history.events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0];
assert.equal(Buffer.from(payload?.metadata?.['encryption-key-id'] ?? []).toString(), '2026');
assert.ok(!Buffer.from(payload?.data ?? []).includes('Ada'));

// #region without
const stranger = await connect({ taskQueue });
await assert.rejects(stranger.run(run.id).result(), (error) => PerdureError.is(error, 'Codec.Missing'));
// #endregion
await stranger.close();

const large = await (await app.start(archive, 'Ada')).result();
assert.equal(large.length, 2_000_000);
const [part = ''] = await readdir(folder);
const [name = ''] = await readdir(join(folder, part));
assert.ok(!(await readFile(join(folder, part, name))).includes('Ada Ada'));

await app.close();
worker.shutdown();
await running;
await rm(folder, { recursive: true });
console.log('Encrypted, read with the key, refused without it; a large value kept outside of history.');
