import { replay, type TestEnvironment } from 'perdure/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, failureOf, like } from '../flux/open-app.js';
import { isAlive } from './call-connector.js';
import { oddNotes, openServers, scheduled, serversApp } from './open-servers.js';
import { nextScript } from '../agent/next-script.js';

const { models, says } = nextScript();

let environment: TestEnvironment;
beforeAll(async () => (environment = await openServers({ models })));
afterAll(() => environment?.close());

describe('a question of a server', () => {
  const pauseName = 'elicit:everything.trigger-elicitation-request';
  const start = async () => {
    const run = await environment.start('call_tools', [['everything', 'trigger-elicitation-request']]);
    await eventually(async () => (await run.pauses()).map(({ name }) => name), [pauseName]);
    return run;
  };

  test('F-84 becomes a pause with the form; accepted, the server gets what was filled in', async () => {
    const run = await start();
    expect((await run.pauses())[0]).toMatchObject({
      prompt: like(/Please provide inputs/),
      data: { tool: 'everything.trigger-elicitation-request' },
      schema: { properties: { action: {}, content: { properties: { name: { type: 'string' } }, required: ['name'] } } },
    });
    const wrong = run.resume(pauseName, { action: 'accept', content: { email: 'nobody', integer: 0.5, tea: 1 } });
    expect(await failureOf(wrong)).toMatchObject({
      code: 'Pause.InvalidAnswer',
      message: like(
        /content\/name: is missing[\s\S]*email: must be of the format[\s\S]*whole number[\s\S]*tea: is no field/,
      ),
    });
    await run.resume(pauseName, { action: 'accept', content: { name: 'Ada', integer: 7 } });
    expect(await run.result()).toMatchObject([{ text: like(/Name: Ada[\s\S]*Favorite Integer: 7/) }]);
    expect(await scheduled(environment, run.id)).toEqual([
      'everything:discover',
      'everything.trigger-elicitation-request',
      'everything.trigger-elicitation-request',
    ]);
  });

  test('F-84 declined, the server is told so', async () => {
    const run = await start();
    await run.resume(pauseName, { action: 'decline' });
    expect(await run.result()).toMatchObject([{ text: like(/User declined/) }]);
  });

  test('a page to open is shown, and the tool goes on once it was', async () => {
    const name = 'elicit:everything.trigger-url-elicitation';
    const input = { url: 'https://example.com/login', message: 'Log in.', elicitationId: 'one' };
    const run = await environment.start('call_tools', [['everything', 'trigger-url-elicitation', input]]);
    await eventually(
      async () => (await run.pauses()).map(({ prompt, data }) => [prompt, data]),
      [['Log in.', { tool: 'everything.trigger-url-elicitation', arguments: input, url: input.url }]],
    );
    await run.resume(name, { action: 'accept' });
    expect(await run.result()).toMatchObject([{ text: like(/User completed the URL/) }]);
  });

  test('F-84 of an agent’s tool waits through a restart; a replay asks no server', async () => {
    const model = says({ toolCalls: [{ name: 'odd_ask', arguments: { about: 'tea' } }] }, 'It is for Ada.');
    const lists = () => oddNotes().filter((line) => line === 'list').length;
    const run = await environment.start('ask_person', 'Who is it for?');
    await eventually(async () => (await run.pauses()).map(({ prompt }) => prompt), ['Who is it for tea?']);
    const before = lists();
    const pid = Number(
      oddNotes()
        .findLast((line) => line.startsWith('start'))
        ?.split(' ')[1],
    );
    await environment.restartWorker();
    expect(isAlive(pid)).toBe(false);
    await run.resume('elicit:odd.ask', { action: 'accept', content: { name: 'Ada' } });
    expect(await run.result()).toBe('It is for Ada.');
    expect(JSON.stringify(model.requests[1]?.messages.at(-1))).toContain('"text":"Ada"');
    const starts = oddNotes().length;
    await replay({ app: serversApp }, await environment.history(run.id));
    expect(lists()).toBe(before);
    expect(oddNotes()).toHaveLength(starts);
  });
});
