import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestEnvironment } from 'perdure/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventsOf, summaries } from '../flux/history-events.js';
import { eventually, failureOf, like } from '../flux/open-app.js';
import { oddNotes, openServers, scheduled, served } from './open-servers.js';
import { nextScript } from '../agent/next-script.js';

const { models, says } = nextScript();

let environment: TestEnvironment;
beforeAll(async () => (environment = await openServers({ models })));
afterAll(() => environment?.close());

describe('the tools of a server', () => {
  test('F-84 are asked for once per run, also by two at once, and their schemas come unchanged', async () => {
    const before = oddNotes().filter((line) => line === 'list').length;
    const run = await environment.start('list_tools', 'odd');
    expect(await run.result()).toHaveLength(14);
    expect(await scheduled(environment, run.id)).toEqual(['odd:discover']);
    // Seven pages.
    expect(oddNotes().filter((line) => line === 'list')).toHaveLength(before + 7);
    const again = await environment.start('rediscover');
    expect(await again.result()).toBe(14);
    expect(await scheduled(environment, again.id)).toEqual(['odd:discover', 'odd:discover']);
  });

  test('F-84 each call is an activity <server>.<tool>, with what it was given in its line', async () => {
    const run = await environment.start('call_tools', [
      ['everything', 'get-sum', { a: 1, b: 2 }],
      ['everything', 'echo', { message: 'hello' }],
    ]);
    expect(await run.result()).toMatchObject([{ text: 'The sum of 1 and 2 is 3.' }, { text: 'Echo: hello' }]);
    expect(await scheduled(environment, run.id)).toEqual([
      'everything:discover',
      'everything.get-sum',
      'everything.echo',
    ]);
    expect(summaries(await environment.history(run.id), 'activityTaskScheduled')).toEqual([
      '',
      'a: 1, b: 2',
      'message: hello',
    ]);
  });

  test('pictures are parts, and what is structured is checked and kept', async () => {
    const [image, weather] = (await environment.run('call_tools', [
      ['everything', 'get-tiny-image'],
      ['everything', 'get-structured-content', { location: 'Chicago' }],
    ])) as [{ content: { type: string }[] }, object];
    expect(image.content[1]).toMatchObject({ type: 'image', mediaType: 'image/png', data: like(/^iVBOR/) });
    expect(weather).toMatchObject({ structuredContent: { conditions: 'Light rain / drizzle' } });
  });

  test('a tool that fails throws its own words; one that does not exist is named with those that do', async () => {
    const failing = environment.run('call_tools', [['odd', 'fails']]);
    expect(await failureOf(failing)).toMatchObject({ code: 'Mcp.ToolFailed', message: 'it is broken' });
    expect(await failureOf(environment.run('call_tools', [['odd', 'flies']]))).toMatchObject({
      code: 'Mcp.UnknownTool',
      message: like(/has no tool 'flies'. There are: who, count/),
    });
  });

  test('resources are listed and read', async () => {
    expect(await environment.run('resources')).toMatchObject({
      first: { uri: like(/^demo:/), name: like(/./) },
      read: { content: [{ type: 'text' }], text: like(/./) },
    });
  });

  test('prompts are listed and filled in', async () => {
    const { names, filled } = (await environment.run('prompts')) as { names: string[]; filled: object };
    expect(names).toContain('args-prompt');
    expect(filled).toMatchObject({ messages: [{ role: 'user', content: [{ type: 'text', text: like(/Oslo/) }] }] });
  });

  test('progress of a tool is seen while it runs', async () => {
    const run = await environment.start('call_tools', [
      ['everything', 'trigger-long-running-operation', { duration: 3, steps: 6 }],
    ]);
    const beats = async (): Promise<string> => {
      const { raw } = await environment.client.workflow.getHandle(run.id).describe();
      const [pending] = raw.pendingActivities ?? [];
      return (pending?.heartbeatDetails?.payloads ?? []).map(({ data }) => Buffer.from(data ?? []).toString()).join();
    };
    await eventually(async () => /"progress":\{"progress":[1-6],"total":6/.test(await beats()), true);
    expect(await run.result()).toMatchObject([{ text: like(/completed/) }]);
  });
});

describe('options of single tools', () => {
  test('F-84 a retry, a timeout and an approval hold for the tool they name', async () => {
    writeFileSync(join(served, 'note.txt'), 'tea');
    const path = join(served, 'note.txt');
    const run = await environment.start('call_tools', [
      ['files', 'read_text_file', { path }],
      ['files', 'write_file', { path, content: 'cake' }],
      ['files', 'list_directory', { path: served }],
    ]);
    await eventually(
      async () => (await run.pauses()).map(({ name, data }) => ({ name, data })),
      [
        {
          name: 'approve:files.write_file',
          data: { task: 'files.write_file', arguments: [{ path, content: 'cake' }] },
        },
      ],
    );
    expect(readFileSync(path, 'utf8')).toBe('tea');
    await run.resume('approve:files.write_file', { approved: true });
    expect(await run.result()).toMatchObject([{ text: 'tea' }, {}, { text: like(/note.txt/) }]);
    expect(readFileSync(path, 'utf8')).toBe('cake');
    const calls = eventsOf(await environment.history(run.id), 'activityTaskScheduled');
    expect(calls.map(({ retryPolicy }) => retryPolicy?.maximumAttempts)).toEqual([3, 1, 3, 3]);
    expect(calls.map(({ startToCloseTimeout }) => Number(startToCloseTimeout?.seconds))).toEqual([185, 85, 185, 185]);
  });
});

describe('an agent', () => {
  test('uses the chosen tools of a server, and is shown pictures', async () => {
    const { requests } = says(
      {
        toolCalls: [
          { name: 'everything_get-sum', arguments: { a: 2, b: 3 } },
          { name: 'everything_get-tiny-image', arguments: {} },
        ],
      },
      'It is five.',
    );
    const run = await environment.start('ask', 'What is 2 + 3?');
    expect(await run.result()).toBe('It is five.');
    expect(requests[0]?.tools.map(({ name }) => name)).toEqual([
      'everything_echo',
      'everything_get-sum',
      'everything_get-tiny-image',
    ]);
    expect(requests[0]?.tools[1]?.inputSchema).toMatchObject({
      properties: { a: { type: 'number', description: 'First number' } },
    });
    expect(requests[1]?.messages.at(-1)?.content).toMatchObject([
      { name: 'everything_get-sum', content: [{ type: 'text', text: 'The sum of 2 and 3 is 5.' }] },
      { content: [{ type: 'text' }, { type: 'image', mediaType: 'image/png' }, { type: 'text' }] },
    ]);
    expect(await scheduled(environment, run.id)).toEqual([
      'everything:discover',
      'mcp_helper',
      'everything.get-sum',
      'everything.get-tiny-image',
      'mcp_helper',
    ]);
  });

  test('is told what went wrong, and may try again', async () => {
    const outside = { path: '/etc/hostname' };
    const { requests } = says(
      {
        toolCalls: [
          { name: 'files_read_text_file', arguments: outside },
          { name: 'files_read_text_file', arguments: { path: 7 } },
        ],
      },
      'I may not.',
    );
    expect(await environment.run('write', 'Read it.')).toBe('I may not.');
    expect(requests[1]?.messages.at(-1)?.content).toMatchObject([
      { isError: true, content: [{ text: like(/outside allowed directories/) }] },
      { isError: true, content: [{ text: like(/expected string/) }] },
    ]);
  });
});
