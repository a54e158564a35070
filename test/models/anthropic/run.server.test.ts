import { fileURLToPath } from 'node:url';
import { PerdureError } from 'perdure';
import { startWireServer, testEnvironment, type TestEnvironment, type WireServer } from 'perdure/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anthropic } from '../../../activities/models/anthropic/index.js';
import { eventsOf as eventsIn, rawText } from '../../flux/history-events.js';
import { key, type SentBody } from './open-anthropic.js';
import { refusalsOf } from './strict-api.js';
import { errorOf, eventsOf, replyOf, stopped } from './wire-events.js';

let server: WireServer;
let environment: TestEnvironment;
beforeAll(async () => {
  server = await startWireServer();
  environment = await testEnvironment({
    app: fileURLToPath(new URL('./fixtures/scout.mjs', import.meta.url)),
    models: { anthropic: anthropic({ baseURL: server.url }) },
    secrets: () => ({ ANTHROPIC_API_KEY: key }),
    address: process.env['PERDURE_TEST_ADDRESS']!,
  });
});
afterAll(async () => {
  await environment?.close();
  await server?.close();
});

const thought = { type: 'thinking', thinking: 'I look.', signature: 'c2lnbmF0dXJl' };

test('a run goes on after an overload and a dropped connection, and its thoughts come back unchanged', async () => {
  const begun = eventsOf({ content: [{ text: ['Tea'] }] }).slice(0, 4);
  const [before, after] = [server.requests.length, 5];
  server.answer(
    errorOf(529, 'overloaded_error'),
    replyOf({
      content: [
        { thinking: [thought.thinking], signature: thought.signature },
        { tool: 'look_up', id: 'toolu_1', json: ['{"word":', '"tea"}'] },
      ],
      stopReason: 'tool_use',
    }),
    stopped(begun, 'drop'),
    { sse: begun },
    replyOf({ content: [{ text: ['Tea it is.'] }] }),
  );
  const run = await environment.start('ask', 'What is good?');
  expect(await run.result()).toBe('Tea it is.');
  const bodies = server.requests.slice(before).map(({ body }) => body as SentBody);
  expect(bodies).toHaveLength(after);
  expect(bodies.flatMap(refusalsOf)).toEqual([]);
  expect(bodies[4]).toEqual(bodies[2]);
  expect(bodies[4]?.messages[1]?.content[0]).toEqual(thought);
  const history = await environment.history(run.id);
  expect(eventsIn(history, 'activityTaskScheduled')).toHaveLength(3);
  expect(rawText(history)).not.toContain(key);
});

test('a key that is not accepted ends the run at once, and is not in its history', async () => {
  server.answer(errorOf(401, 'authentication_error', `invalid key ${key}`));
  const before = server.requests.length;
  const run = await environment.start('ask', 'What is good?');
  const error = await run.result().catch((reason: unknown) => reason);
  expect(PerdureError.is(error, 'Model.Authentication')).toBe(true);
  expect(server.requests.length - before).toBe(1);
  expect(rawText(await environment.history(run.id))).not.toContain(key);
});
