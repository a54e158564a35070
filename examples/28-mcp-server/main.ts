// An agent's program, in its own process, finds workflows as tools: it starts one, carries the answer of a person, and
// gets the result. The worker is here; it could be anywhere.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { testEnvironment } from 'perdure/testing';

const app = new URL('./app.js', import.meta.url);
const environment = await testEnvironment({ app, address: process.env.TEMPORAL_ADDRESS });
const appFile = fileURLToPath(app);
const perdure = join(dirname(createRequire(import.meta.url).resolve('perdure/package.json')), 'dist/cli/main.js');
const place = ['--address', environment.address, '--task-queue', environment.taskQueue];

// #region client
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

const client = new Client({ name: 'assistant', version: '1.0.0' });
await client.connect(
  // As any MCP host does it: command "npx", arguments ["perdure", "mcp", "--stdio", …].
  new StdioClientTransport({
    command: process.execPath,
    args: [perdure, 'mcp', '--stdio', '--app', appFile, ...place],
  }),
);

const asked = await client.callTool({ name: 'book_meeting_room', arguments: { room: 'Aquarium', day: '2030-05-07' } });
const { id, status, pauses } = asked.structuredContent as Asked;
assert.deepEqual([status, pauses[0]?.prompt], ['paused', 'May Aquarium be used on 2030-05-07?']);

await client.callTool({ name: 'resume', arguments: { id, name: 'office', answer: { agreed: true } } });
const { structuredContent } = await client.callTool({ name: 'get_result', arguments: { id } });
assert.deepEqual(structuredContent, {
  id,
  workflow: 'book_meeting_room',
  status: 'succeeded',
  result: { booked: true, text: 'Aquarium on 2030-05-07' },
});
// #endregion

interface Asked {
  readonly id: string;
  readonly status: string;
  readonly pauses: readonly { readonly prompt: string }[];
}

const wrong = await client.callTool({ name: 'book_meeting_room', arguments: { room: 'Aquarium', day: 'tomorrow' } });
assert.equal(wrong.isError, true);
assert.match(JSON.stringify(wrong.structuredContent), /Workflow\.InvalidInput.*\/day/);

await client.close();
await environment.close();
console.log('A room was booked by a program that knows nothing of workflows.');
