import { toolSource, type ToolSource } from '../agent/tool.js';
import type { McpPrompt, McpPromptText, McpResource, McpResult, McpTool } from '../contract/mcp.js';
import { isRunning } from '../definition/is-running.js';
import { checkName } from '../definition/name.js';
import { register } from '../definition/register.js';
import { PerdureError } from '../errors.js';
import type { Json } from '../json.js';
import { runtime } from '../runtime.js';
import { callTool } from './call-tool.js';
import { callOperation } from './call.js';
import { defineServer, defineServerVariant, type McpServerDefinition } from './define-server.js';
import { findTool, rediscover, toolsOf } from './discover.js';
import type { McpOptions, McpVariantOptions } from './options.js';
import { toTools } from './to-tools.js';

/** An MCP server: its tools, resources and prompts, each call an activity. Among an agent's tools it gives all of its own. */
export interface McpServer extends ToolSource {
  readonly serverName: string;
  /** The tools of the server, asked for once per run and kept in it. */
  tools(): Promise<readonly McpTool[]>;
  /** Asks the server again. */
  rediscover(): Promise<readonly McpTool[]>;
  /**
   * Calls a tool, as the activity `<server>.<tool>`.
   * @throws PerdureError `Mcp.ToolFailed` with the tool's own words, `Mcp.UnknownTool`, `Mcp.AmbiguousResult`, `Mcp.*`
   */
  call(tool: string, input?: Readonly<Record<string, unknown>>): Promise<McpResult>;
  resources(): Promise<readonly McpResource[]>;
  readResource(uri: string): Promise<McpResult>;
  prompts(): Promise<readonly McpPrompt[]>;
  /** A prompt of the server, filled in. */
  prompt(name: string, given?: Readonly<Record<string, string>>): Promise<McpPromptText>;
  /** The same server with these tools only, for an agent that needs no others. */
  only(...tools: readonly [string, ...string[]]): McpServer;
  /** The same server with other options; everything not given is kept. */
  withOptions(options: McpVariantOptions): McpServer;
  readonly [mcpServer]: McpServerDefinition;
}

/** Where a server keeps its definition, for the rooms that run it. */
export const mcpServer = Symbol.for('perdure.mcp-server');

/**
 * Defines an MCP server: a program that the worker starts, or one that is reached by HTTP. Only the worker ever connects.
 *
 * ```ts
 * export const files = mcp('files', { command: ['npx', '-y', '@modelcontextprotocol/server-filesystem', '/data'] });
 * export const crm = mcp('crm', { url: 'https://mcp.example.com', auth: bearer(secret('CRM_TOKEN')) });
 * ```
 * @throws PerdureError `Mcp.InvalidOptions`, `Mcp.DefinedInWorkflow`, `Definition.InvalidName`, `Definition.Duplicate`
 */
export function mcp(name: string, options: McpOptions): McpServer {
  checkName('mcp', name);
  if (isRunning()) throw definedInWorkflow(name);
  const made = makeServer(defineServer(name, options));
  register('mcp', name, made);
  return made;
}

function makeServer(server: McpServerDefinition): McpServer {
  return Object.freeze({
    serverName: server.name,
    tools: () => runtime().scope(() => toolsOf(server)),
    rediscover: () => runtime().scope(() => rediscover(server)),
    call: (tool: string, input: object = {}) =>
      runtime().scope(async () => callTool(server, await findTool(server, tool), input as Json)),
    resources: () => callOperation(server, 'resources', null) as Promise<readonly McpResource[]>,
    readResource: (uri: string) => callOperation(server, 'read_resource', uri) as Promise<McpResult>,
    prompts: () => callOperation(server, 'prompts', null) as Promise<readonly McpPrompt[]>,
    prompt: (name: string, given: Readonly<Record<string, string>> = {}) =>
      callOperation(server, 'prompt', { name, arguments: given }) as Promise<McpPromptText>,
    only: (...tools: readonly string[]) => makeServer(onlyTools(server, tools)),
    withOptions: (options: McpVariantOptions) => makeServer(defineServerVariant(server, options)),
    [toolSource]: async (user) => toTools(server, await toolsOf(server), user),
    [mcpServer]: server,
  } satisfies McpServer);
}

/** Options of tools that are left out are left out too: they would ask for tools nobody has. */
function onlyTools(server: McpServerDefinition, chosen: readonly string[]): McpServerDefinition {
  const tools = Object.fromEntries(Object.entries(server.tools).filter(([name]) => chosen.includes(name)));
  return Object.freeze({ ...server, chosen, tools });
}

function definedInWorkflow(name: string): PerdureError {
  return new PerdureError({
    code: 'Mcp.DefinedInWorkflow',
    message: `mcp('${name}') was called inside a running workflow. Workers learn of servers, and of their secrets, when they load your files. Move the definition to the top level of a file; for another account use withOptions({ tenant, secrets }).`,
    details: { server: name },
  });
}
