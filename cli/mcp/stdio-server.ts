import { once } from 'node:events';
import { Writable } from 'node:stream';
import { loadStdio, type Sdk } from './load-sdk.js';
import { createMcpServer } from './mcp-server.js';
import type { ToolSet } from './tool-set.js';

/**
 * Keeps standard output for the protocol: from here on, what anything else prints there, such as the app itself while it
 * is loaded, goes to standard error.
 * @returns what still reaches standard output
 */
export function claimStdout(): Writable {
  const { stdout, stderr } = process;
  const write = stdout.write.bind(stdout);
  stdout.write = stderr.write.bind(stderr);
  return new Writable({ write: (chunk: Uint8Array, _, done) => void write(chunk, done) });
}

/**
 * Tools over standard input and output, for a program that has started this one.
 * @returns the end of that program's words, and a way to stop before
 */
export async function serveStdio(
  sdk: Sdk,
  tools: ToolSet,
  output: Writable,
): Promise<{ readonly ended: Promise<'ended'>; close(): Promise<void> }> {
  const Transport = await loadStdio();
  const server = createMcpServer(sdk, tools);
  const ended = once(process.stdin, 'end').then(() => 'ended' as const);
  await server.connect(new Transport(process.stdin, output));
  return { ended, close: () => server.close() };
}
