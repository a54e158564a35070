import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { onTestFinished } from 'vitest';

const program = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));

/** A client over HTTP, closed after the test. */
export async function connectHttp(url: string, headers: Record<string, string> = {}): Promise<Client> {
  return open(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
}

/** A client that starts the command line itself and speaks to it over its standard streams. */
export async function connectStdio(
  words: readonly string[],
): Promise<{ client: Client; transport: StdioClientTransport }> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [program, 'mcp', '--stdio', ...words],
    stderr: 'pipe',
  });
  return { client: await open(transport), transport };
}

async function open(transport: Transport): Promise<Client> {
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(transport);
  onTestFinished(() => client.close());
  // The client checks answers against the schemas it was told.
  await client.listTools();
  return client;
}

export interface Answer {
  readonly isError: boolean;
  readonly value: Readonly<Record<string, unknown>>;
}

/** Calls a tool; what a program gets and what a model reads must be the same. */
export async function call(client: Client, name: string, input: Record<string, unknown> = {}): Promise<Answer> {
  const {
    isError = false,
    structuredContent,
    content,
  } = (await client.callTool({
    name,
    arguments: input,
  })) as CallToolResult;
  const [part] = content;
  const value = structuredContent as Record<string, unknown>;
  if (part?.type !== 'text' || JSON.stringify(JSON.parse(part.text)) !== JSON.stringify(value)) {
    throw new Error(`the text is not the structured content: ${JSON.stringify(content)}`);
  }
  return { isError, value };
}

/** The answer of a call that goes well. */
export async function ask(client: Client, name: string, input: Record<string, unknown> = {}): Promise<Answer['value']> {
  const { isError, value } = await call(client, name, input);
  if (isError) throw new Error(`${name} failed: ${JSON.stringify(value)}`);
  return value;
}
