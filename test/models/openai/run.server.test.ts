import { fileURLToPath } from 'node:url';
import { PerdureError } from 'perdure';
import { startWireServer, testEnvironment, type TestEnvironment, type WireServer } from 'perdure/testing';
import { openai } from 'perdure/worker';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventsOf, rawText } from '../../flux/history-events.js';
import { callItem, messageItem, refused, responseEvents, stopped, thoughtItem } from './responses-wire.js';

const key = 'sk-test-0123456789abcdef';
let server: WireServer;
let environment: TestEnvironment;
beforeAll(async () => {
  server = await startWireServer();
  environment = await testEnvironment({
    app: fileURLToPath(new URL('./fixtures/clerk.mjs', import.meta.url)),
    models: { openai: openai({ baseURL: `${server.url}/v1`, api: 'responses' }) },
    secrets: () => ({ OPENAI_API_KEY: key }),
    address: process.env['PERDURE_TEST_ADDRESS']!,
  });
});
afterAll(async () => {
  await environment?.close();
  await server?.close();
});

test('a run goes on after a rate limit and a dropped connection, with the thoughts it had', async () => {
  const begun = [thoughtItem(), callItem('docs_find', '{"word":"tea"}')];
  const limit = { message: 'Rate limit reached', type: 'tokens', code: 'rate_limit_exceeded' };
  server.answer(
    refused(429, limit, { 'retry-after-ms': '200' }),
    { sse: responseEvents(begun) },
    stopped(responseEvents([messageItem('{"answer"')], {}), 'drop'),
    { sse: responseEvents([messageItem('{"answer":"Tea.","source":null}')]) },
  );
  const run = await environment.start('ask_clerk', 'What is good?');
  expect(await run.result()).toEqual({ answer: 'Tea.' });
  const bodies = server.requests.map(({ body }) => body as { readonly input: readonly object[] });
  expect(bodies).toHaveLength(4);
  expect(bodies[3]).toEqual(bodies[2]);
  expect(bodies[3]?.input.slice(1)).toEqual([
    ...begun,
    { type: 'function_call_output', call_id: 'call_1', output: 'tea is good' },
  ]);
  const history = await environment.history(run.id);
  const names = eventsOf(history, 'activityTaskScheduled').map(({ activityType }) => activityType?.name);
  expect(names).toEqual(['clerk', 'docs.find', 'clerk']);
  expect(rawText(history)).not.toContain(key);
});

test('a quota that is used up ends the run at the first attempt, and the key is not in its history', async () => {
  const before = server.requests.length;
  server.answer(
    refused(429, { message: `No more for ${key}`, type: 'insufficient_quota', code: 'insufficient_quota' }),
  );
  const run = await environment.start('ask_clerk', 'What is good?');
  const error = await run.result().catch((reason: unknown) => reason);
  expect(PerdureError.is(error, 'Model.Quota')).toBe(true);
  expect(server.requests.length - before).toBe(1);
  expect(rawText(await environment.history(run.id))).not.toContain(key);
});
