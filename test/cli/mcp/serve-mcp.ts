import { fileURLToPath } from 'node:url';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { afterAll, beforeAll } from 'vitest';
import { type LongCommand, start } from '../fixtures/perdure-cli.js';
import { withWorker } from '../fixtures/with-worker.js';
import { connectHttp } from './connect-mcp.js';

export const app = fileURLToPath(new URL('./app.ts', import.meta.url));

interface HttpServer {
  readonly url: string;
  readonly command: LongCommand;
}

/** A worker and an MCP server over HTTP for a test file, and the ways to ask them. */
export function serveMcp(queue: string) {
  const place = ['--address', process.env['PERDURE_TEST_ADDRESS'] ?? '', '--task-queue', queue, '--app', app];
  const cli = withWorker(queue, app);

  async function serve(words: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<HttpServer> {
    const command = start(['mcp', ...place, ...words], { env });
    const [url = ''] = /http:\S+/.exec(await command.line(/^MCP server/)) ?? [];
    return { url, command };
  }

  let server: HttpServer;
  beforeAll(async () => {
    server = await serve(['--max-result', '10000']);
  }, 60_000);
  afterAll(async () => void (await server?.command.interrupt()));
  return { place, cli, serve, url: (): string => server.url, connect: (): Promise<Client> => connectHttp(server.url) };
}
