import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { McpCallContext, McpToolCall } from '../../src/ports/mcp-connector.js';
import type { McpAnswer, McpResult, McpToolAnswer } from '../../src/contract/mcp.js';
import type { McpProcess } from '../../src/mcp/connection.js';

export const oddServer = fileURLToPath(new URL('./fixtures/odd-server.mjs', import.meta.url));

/** The connection of the odd server, with a file of its own in which it notes what it does. */
export function oddProcess(changes: Partial<McpProcess> = {}): McpProcess & { readonly notes: () => string[] } {
  const log = join(mkdtempSync(join(tmpdir(), 'perdure-mcp-')), 'notes');
  const notes = (): string[] => {
    try {
      return readFileSync(log, 'utf8').trim().split('\n');
    } catch {
      return [];
    }
  };
  return {
    kind: 'stdio',
    command: [process.execPath, oddServer],
    cwd: undefined,
    connectTimeout: 20_000,
    sharing: 'pooled',
    idleTimeout: 60_000,
    maxResultBytes: 1024 * 1024,
    ...changes,
    env: { ODD_LOG: log, ...changes.env },
    notes,
  };
}

export function callContext(changes: Partial<McpCallContext> = {}): McpCallContext {
  return {
    signal: new AbortController().signal,
    secrets: {},
    refresh: () => Promise.resolve({}),
    timeout: 20_000,
    onSend: () => undefined,
    onProgress: () => undefined,
    ...changes,
  };
}

export function toolCall(tool: string, given: object = {}, changes: Partial<McpToolCall> = {}): McpToolCall {
  return { tool, arguments: given as never, repeatable: false, outputSchema: undefined, answers: [], ...changes };
}

export function accepted(to: string, name: string): McpAnswer {
  return { to, action: 'accept', content: { name } };
}

export function textOf(answer: McpToolAnswer): string {
  return (answer as McpResult).text;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
