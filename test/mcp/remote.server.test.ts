import { scriptedModel, type TestEnvironment } from 'perdure/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rawText } from '../flux/history-events.js';
import { eventually, failureOf, like } from '../flux/open-app.js';
import { oddNotes, openServers, scheduled } from './open-servers.js';
import { type HttpServer, startHttpServer } from './start-http-server.js';

let environment: TestEnvironment;
let server: HttpServer;
beforeAll(async () => {
  server = await startHttpServer();
  for (const token of ['token-of-all-1', 'token-of-acme-2', 'token-of-globex-3']) server.tokens.add(token);
  Object.assign(process.env, {
    MCP_TEST_URL: server.url,
    MCP_TEST_TOKEN: 'token-of-all-1',
    MCP_TEST_TOKEN_acme: 'token-of-acme-2',
    MCP_TEST_TOKEN_globex: 'token-of-globex-3',
  });
  environment = await openServers({ models: { scripted: scriptedModel([]) } });
});
afterAll(async () => {
  await environment?.close();
  await server?.close();
});
const callTools = (...calls: unknown[]) => environment.start('call_tools', calls);
const calls = () => server.asked.filter(({ method }) => method === 'tools/call');

describe('a server by HTTP', () => {
  test('F-84 gets the token of a secret, of which history has no trace', async () => {
    const run = await callTools(['remote', 'effect']);
    expect(await run.result()).toMatchObject([{ text: '1' }]);
    expect(calls().at(-1)).toMatchObject({ token: 'token-of-all-1' });
    expect(rawText(await environment.history(run.id))).not.toContain('token-of-all');
  });

  test('a tool that gives the token back fails, and so it is in no history', async () => {
    const run = await callTools(['remote', 'who']);
    expect(await failureOf(run.result())).toMatchObject({ code: 'Secret.InResult' });
    expect(rawText(await environment.history(run.id))).not.toContain('token-of-all');
  });

  test('F-84 a session that has expired is begun anew, and the call made once', async () => {
    const before = server.effects;
    await (await callTools(['remote', 'effect'])).result();
    server.forgetSessions();
    expect(await (await callTools(['remote', 'effect'])).result()).toMatchObject([{ text: String(before + 2) }]);
  });

  test('tenants have a connection and credentials each', async () => {
    const sessions = server.sessions();
    const run = await environment.start('as_tenants', ['acme', 'globex', 'acme']);
    expect(await failureOf(run.result())).toMatchObject({ code: 'Secret.InResult' });
    const effects = await environment.start('effects_of_tenants', ['acme', 'globex', 'acme']);
    await effects.result();
    expect(
      calls()
        .slice(-3)
        .map(({ token }) => token),
    ).toEqual(['token-of-acme-2', 'token-of-globex-3', 'token-of-acme-2']);
    expect(server.sessions()).toBe(sessions + 2);
    expect(rawText(await environment.history(effects.id))).not.toMatch(/token-of/);
  });

  test('a secret that the definition does not name is no way to another account', async () => {
    expect(await failureOf(environment.run('misspelt'))).toMatchObject({
      code: 'Mcp.InvalidOptions',
      message: like(/does not have: MCP_TEST_TOKN. Its definition names: MCP_TEST_TOKEN/),
    });
  });

  test('a server that is busy is asked again later', async () => {
    const before = server.effects;
    server.troubles.push({ status: 503 });
    expect(await (await callTools(['remote', 'effect'])).result()).toMatchObject([{ text: String(before + 1) }]);
  });

  test('an answer that is lost fails the call, which is not made again', async () => {
    const [effects, made] = [server.effects, calls().length];
    server.troubles.push('break');
    const run = await callTools(['remote', 'effect']);
    expect(await failureOf(run.result())).toMatchObject({ code: 'Mcp.AmbiguousResult', attempts: 1 });
    expect([server.effects, calls().length]).toEqual([effects + 1, made + 1]);
    server.troubles.push('break');
    expect(await (await callTools(['remote', 'look'])).result()).toMatchObject([{ text: String(effects + 2) }]);
  });

  test('a worker that is gone in the middle of a call: what may have had effects is not sent again', async () => {
    let go = (): void => undefined;
    const made = calls().length;
    server.troubles.push({ when: new Promise((resolve) => (go = resolve)) });
    const run = await callTools(['remote', 'effect']);
    await eventually(async () => calls().length, made + 1);
    await environment.restartWorker();
    go();
    expect(await failureOf(run.result())).toMatchObject({ code: 'Mcp.AmbiguousResult' });
    expect(calls()).toHaveLength(made + 1);
  });
});

describe('a program', () => {
  const starts = () => oddNotes().filter((line) => line.startsWith('start')).length;

  test('that died is started again for what may be repeated', async () => {
    const before = starts();
    expect(await environment.run('insist')).toMatchObject({ text: 'alive' });
    expect(starts()).toBe(before + 2);
  });

  test('that dies in the middle of a call fails the call', async () => {
    const died = oddNotes().filter((line) => line === 'die').length;
    const run = await callTools(['odd', 'die']);
    expect(await failureOf(run.result())).toMatchObject({ code: 'Mcp.AmbiguousResult', attempts: 1 });
    expect(oddNotes().filter((line) => line === 'die')).toHaveLength(died + 1);
  });

  test('cancelling the run cancels the call at the server', async () => {
    const run = await callTools(['odd', 'hang']);
    await eventually(async () => oddNotes().includes('hang'), true);
    await run.cancel();
    expect(await failureOf(run.result())).toMatchObject({ code: 'Run.Cancelled' });
    await eventually(async () => oddNotes().includes('cancelled'), true);
    expect(await scheduled(environment, run.id)).toEqual(['odd:discover', 'odd.hang']);
  });
});
