import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { PerdureError } from 'perdure';
import { expect, onTestFinished, test } from 'vitest';
import { loadSdk } from '../../../cli/mcp/load-sdk.js';
import { createMcpServer } from '../../../cli/mcp/mcp-server.js';
import type { McpTool } from '../../../cli/mcp/tool.js';
import { objectSchema } from '../../../cli/mcp/tool-schema.js';
import type { ToolSet } from '../../../cli/mcp/tool-set.js';

/** A client of a server with these tools, in one process. */
async function connect(runs: Readonly<Record<string, McpTool['run']>>, maxBytes = 1_000): Promise<Client> {
  const list = Object.entries(runs).map(([name, run]): McpTool => ({
    spec: { name, inputSchema: objectSchema({}, []) },
    run,
  }));
  const tools: Pick<ToolSet, 'list' | 'find' | 'during' | 'maxBytes'> = {
    list,
    maxBytes,
    find: (name) => list.find(({ spec }) => spec.name === name),
    during: (work) => work(),
  };
  const [near, far] = InMemoryTransport.createLinkedPair();
  await createMcpServer(await loadSdk(), tools as ToolSet).connect(far);
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(near);
  onTestFinished(() => client.close());
  return client;
}

const nothing: McpTool['run'] = async () => ({});

test('many tools come in pages, none left out and none twice', async () => {
  const names = Array.from({ length: 250 }, (_, index) => `tool${index}`);
  const client = await connect(Object.fromEntries(names.map((name) => [name, nothing])));
  const pages: string[][] = [];
  for (let cursor: string | undefined, more = true; more;) {
    const { tools, nextCursor } = await client.listTools(cursor === undefined ? {} : { cursor });
    pages.push(tools.map(({ name }) => name));
    cursor = nextCursor;
    more = nextCursor !== undefined;
  }
  expect(pages.map(({ length }) => length)).toEqual([100, 100, 50]);
  expect(pages.flat()).toEqual(names);
});

test('whatever a tool throws is an answer that can be read', async () => {
  const client = await connect({
    plain: () => Promise.reject(new TypeError('no such thing')),
    large: () =>
      Promise.reject(new PerdureError({ code: 'Card.Declined', message: 'no', details: { text: 'x'.repeat(5_000) } })),
  });
  expect(await client.callTool({ name: 'plain' })).toMatchObject({
    isError: true,
    structuredContent: { error: { code: 'User.Error', name: 'TypeError', message: 'no such thing' } },
  });
  expect(await client.callTool({ name: 'large' })).toMatchObject({
    isError: true,
    structuredContent: { error: { code: 'Card.Declined', message: 'no', details: null } },
  });
});

test('an answer is measured in bytes, up to the very last', async () => {
  const run: McpTool['run'] = async () => ({ text: 'ä'.repeat(44) });
  const size = Buffer.byteLength(JSON.stringify(await run({}, undefined as never)));
  expect(await (await connect({ run }, size)).callTool({ name: 'run' })).not.toHaveProperty('isError');
  expect(await (await connect({ run }, size - 1)).callTool({ name: 'run' })).toMatchObject({
    isError: true,
    structuredContent: { error: { code: 'Mcp.AnswerTooLarge', details: { bytes: size, maxBytes: size - 1 } } },
  });
});

test('progress is sent to those who asked for it only', async () => {
  const client = await connect({
    run: async (_, { progress }) => {
      progress('one');
      progress('two');
      return {};
    },
  });
  const heard: unknown[] = [];
  await client.callTool({ name: 'run' }, undefined, { onprogress: (each) => void heard.push(each) });
  expect(heard).toEqual([
    { progress: 1, message: 'one' },
    { progress: 2, message: 'two' },
  ]);
  const errors: Error[] = [];
  client.onerror = (error) => void errors.push(error);
  await client.callTool({ name: 'run' });
  expect(errors).toEqual([]);
});
