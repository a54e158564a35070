import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { connect } from 'perdure/client';
import { startWireServer, type WireServer } from 'perdure/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rawText } from '../flux/history-events.js';

const key = 'sk-live-0123456789abcdefghij';
const keys = {
  ANTHROPIC_API_KEY: key,
  GOOGLE_API_KEY: key,
  OPENAI_API_KEY: key,
  // So talkative that whatever an SDK would print, it prints.
  OPENAI_LOG: 'debug',
  ANTHROPIC_LOG: 'debug',
  PERDURE_DEBUG: '1',
};
const address = process.env['PERDURE_TEST_ADDRESS'] ?? 'localhost:7233';
const taskQueue = `keys-${process.pid}`;
const script = fileURLToPath(new URL('./fixtures/run-worker.mjs', import.meta.url));
let server: WireServer;
let printed = '';
let stop: () => Promise<unknown>;
beforeAll(async () => {
  server = await startWireServer();
  const env = {
    ...process.env,
    ...keys,
    ANTHROPIC_BASE_URL: server.url,
    GOOGLE_GEMINI_BASE_URL: server.url,
    OPENAI_BASE_URL: `${server.url}/v1`,
    OLLAMA_HOST: server.url,
  };
  const worker = spawn(process.execPath, [script, address, taskQueue], { env, stdio: 'pipe' });
  for (const stream of [worker.stdout, worker.stderr]) stream.on('data', (text: Buffer) => (printed += String(text)));
  stop = () => (worker.kill('SIGTERM'), once(worker, 'close'));
  while (!printed.includes('the worker runs')) await once(worker.stdout, 'data');
}, 60_000);
afterAll(async () => {
  await stop();
  await server.close();
});

test.each(['anthropic', 'google', 'openai'])('a key for %s is nowhere but in the request', async (provider) => {
  // A careless server: it says in its error what it was sent.
  const said = `No such key: ${key} (Bearer ${key})`;
  const error = { type: 'authentication_error', message: said, code: 'invalid_api_key', status: 'UNAUTHENTICATED' };
  server.answer({ status: 401, json: { type: 'error', error } });
  const app = await connect({ address, taskQueue });
  const run = await app.start('answer', { provider, question: 'Well?' });
  const failure = await run.result().catch((reason: unknown) => reason);
  const { headers } = server.requests.at(-1)!;
  expect(JSON.stringify(headers)).toContain(key);

  expect(failure).toMatchObject({ code: 'Model.Authentication' });
  const shown = [
    (failure as Error).message,
    (failure as Error).stack,
    JSON.stringify(failure),
    String((failure as Error).cause),
  ];
  expect(shown.join('\n')).not.toContain(key);
  const history = await app.client.workflow.getHandle(run.id).fetchHistory();
  expect(rawText(history)).not.toContain(key);
  expect(printed).not.toContain(key);
  expect(commandLines()).not.toContain(key);
  await app.close();
});

/** What `ps` shows of every process. */
function commandLines(): string {
  if (!existsSync('/proc/self/cmdline')) return '';
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return processes
    .map((id) => (existsSync(`/proc/${id}/cmdline`) ? readFileSync(`/proc/${id}/cmdline`, 'utf8') : ''))
    .join('\n');
}
