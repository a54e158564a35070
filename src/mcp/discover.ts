import { isCancellation } from '../cancellation.js';
import type { McpTool } from '../contract/mcp.js';
import { PerdureError } from '../errors.js';
import { runtime } from '../runtime.js';
import { callOperation } from './call.js';
import type { McpServerDefinition } from './define-server.js';

/**
 * The tools of a server as this run knows them: asked for once and kept in the run, so that a replay asks nobody and a
 * server that changes does not change the run.
 */
export async function toolsOf(server: McpServerDefinition): Promise<readonly McpTool[]> {
  for (;;) {
    const known = lists().get(keyOf(server));
    try {
      return choose(server, await (known ?? ask(server)));
    } catch (error) {
      // Another part of the run had asked, and was cancelled; that is no reason for this one to end.
      if (known === undefined || !isCancellation(error) || runtime().cancelled()) throw error;
    }
  }
}

/** Asks again; the tools that come take the place of those that were known. */
export async function rediscover(server: McpServerDefinition): Promise<readonly McpTool[]> {
  return choose(server, await ask(server));
}

/** @throws PerdureError `Mcp.UnknownTool` */
export async function findTool(server: McpServerDefinition, name: string): Promise<McpTool> {
  const tools = await toolsOf(server);
  const tool = tools.find((one) => one.name === name);
  if (tool === undefined) throw unknownTools(server, [name], tools);
  return tool;
}

function ask(server: McpServerDefinition): Promise<readonly McpTool[]> {
  const key = keyOf(server);
  const before = lists().get(key);
  const list = callOperation(server, 'discover', null) as Promise<readonly McpTool[]>;
  lists().set(key, list);
  list.catch(() => {
    if (lists().get(key) !== list) return;
    if (before === undefined) lists().delete(key);
    else lists().set(key, before);
  });
  return list;
}

function choose(server: McpServerDefinition, tools: readonly McpTool[]): readonly McpTool[] {
  const wanted = [...(server.chosen ?? []), ...Object.keys(server.tools)];
  const missing = wanted.filter((name) => !tools.some((tool) => tool.name === name));
  if (missing.length > 0) throw unknownTools(server, missing, tools);
  return server.chosen ? tools.filter(({ name }) => server.chosen?.includes(name)) : tools;
}

function unknownTools(server: McpServerDefinition, missing: readonly string[], tools: readonly McpTool[]): Error {
  const names = tools.map(({ name }) => name);
  return new PerdureError({
    code: 'Mcp.UnknownTool',
    message: `MCP server '${server.name}' has no tool ${missing.map((name) => `'${name}'`).join(', ')}. There are: ${names.join(', ') || 'none'}. This is what the run was told when it asked first; rediscover() asks again.`,
    details: { server: server.name, missing, tools: names },
  });
}

function lists(): Map<string, Promise<readonly McpTool[]>> {
  return runtime().state('perdure.mcp-tools', () => new Map<string, Promise<readonly McpTool[]>>());
}

/** Other credentials may be shown other tools. */
function keyOf({ name, tenant, secrets }: McpServerDefinition): string {
  return JSON.stringify([name, tenant ?? null, secrets]);
}
