// The worker starts the server when it is called first, and ends it when it ends itself.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { PerdureError } from 'perdure';
import { directly, scriptedModel, testEnvironment } from 'perdure/testing';
import { add, ask, customersOf, everything, shout, signUp, weather } from './app.js';

const server = import.meta.resolve('@modelcontextprotocol/server-everything/dist/index.js');
process.env.EVERYTHING_SERVER = fileURLToPath(server);
const scripted = scriptedModel([
  { toolCalls: [{ name: 'everything_get-sum', arguments: { a: 2, b: 3 } }] },
  'It is five.',
]);
const environment = await testEnvironment({
  app: new URL('app.js', import.meta.url),
  models: { scripted },
  ...(process.env.TEMPORAL_ADDRESS && { address: process.env.TEMPORAL_ADDRESS }),
});

try {
  assert.equal(await environment.run(add, { a: 1, b: 2 }), 'The sum of 1 and 2 is 3.');
  assert.deepEqual(await environment.run(weather, 'Chicago'), {
    temperature: 36,
    conditions: 'Light rain / drizzle',
    humidity: 82,
  });
  assert.equal(await environment.run(ask, 'What is 2 + 3?'), 'It is five.');
  assert.deepEqual(
    scripted.requests[0]?.tools.map(({ name }) => name),
    ['everything_echo', 'everything_get-sum'],
  );

  // #region approve
  const loud = await environment.start(shout, 'tea is ready');
  await loud.resume('approve:everything.echo', { approved: true }, { wait: true });
  assert.equal(await loud.result(), 'Echo: tea is ready');
  // #endregion

  // #region answer
  const run = await environment.start(signUp);
  const answer = { action: 'accept', content: { name: 'Ada' } }; // or { action: 'decline' }, { action: 'cancel' }
  await run.resume('elicit:everything.trigger-elicitation-request', answer, { wait: true });
  assert.match(await run.result(), /Name: Ada/);
  // #endregion

  // #region error
  const failed = await environment.run(add, { a: 1, b: 'two' } as never).catch((error: unknown) => error);
  assert.ok(PerdureError.is(failed, 'Mcp.ToolFailed')); // with the words of the tool
  assert.match(failed.message, /expected number/);
  // #endregion

  const refused = await environment.run(customersOf, 'acme').catch((error: unknown) => error);
  assert.ok(PerdureError.is(refused, 'Secret.Missing'));
} finally {
  await environment.close();
}

// #region directly
const tools = await directly(async () => everything.tools());
assert.ok(tools.some(({ name }) => name === 'get-sum'));
// #endregion
console.log('MCP: all went well.');
