import type { McpPrompt, McpResource, McpTool } from '../../src/contract/mcp.js';
import type { McpCallContext, McpConnector, McpTarget } from '../../src/ports/mcp-connector.js';
import { attempt } from './attempt.js';
import { callTool } from './call-tool.js';
import type { Connection } from './connection.js';
import { listAll } from './list-all.js';
import { mcpError } from './mcp-error.js';
import { Pool } from './pool.js';
import { send } from './send.js';
import { toContents, toPart } from './to-parts.js';

/** Talks to MCP servers with `@modelcontextprotocol/sdk`, which is loaded at the first call. */
export function createMcpConnector(): McpConnector {
  const pool = new Pool();

  /** What can be asked again without harm. */
  async function ask<T>(
    target: McpTarget,
    context: McpCallContext,
    what: string,
    use: (connection: Connection) => Promise<T>,
  ): Promise<T> {
    const answer = await attempt(pool, target, context, { what, repeatable: true }, use);
    return checkSize(target, what, answer);
  }

  return {
    listTools: (target, context) =>
      ask(target, context, 'its list of tools', (connection) =>
        listAll(target.name, async (cursor) => {
          const page = await send(
            connection,
            (options) =>
              connection.request(
                { method: 'tools/list', params: { cursor } },
                connection.sdk.ListToolsResultSchema,
                options,
              ),
            context,
          );
          return { items: page.tools.map(toTool), nextCursor: page.nextCursor };
        }),
      ),
    async callTool(target, call, context) {
      const what = `tool '${call.tool}'`;
      const failed = { what, repeatable: call.repeatable };
      const answer = await attempt(pool, target, context, failed, (connection) =>
        callTool(connection, target, call, context),
      );
      return checkSize(target, what, answer);
    },
    listResources: (target, context) =>
      ask(target, context, 'its list of resources', (connection) =>
        listAll(target.name, async (cursor) => {
          const page = await send(
            connection,
            (options) =>
              connection.request(
                { method: 'resources/list', params: { cursor } },
                connection.sdk.ListResourcesResultSchema,
                options,
              ),
            context,
          );
          return { items: page.resources as readonly McpResource[], nextCursor: page.nextCursor };
        }),
      ),
    readResource: (target, uri, context) =>
      ask(target, context, `resource '${uri}'`, async (connection) => {
        const request = { method: 'resources/read' as const, params: { uri } };
        const { contents } = await send(
          connection,
          (options) => connection.request(request, connection.sdk.ReadResourceResultSchema, options),
          context,
        );
        return toContents(contents);
      }),
    listPrompts: (target, context) =>
      ask(target, context, 'its list of prompts', (connection) =>
        listAll(target.name, async (cursor) => {
          const page = await send(
            connection,
            (options) =>
              connection.request(
                { method: 'prompts/list', params: { cursor } },
                connection.sdk.ListPromptsResultSchema,
                options,
              ),
            context,
          );
          return { items: page.prompts as readonly McpPrompt[], nextCursor: page.nextCursor };
        }),
      ),
    getPrompt: (target, { name, arguments: given }, context) =>
      ask(target, context, `prompt '${name}'`, async (connection) => {
        const request = { method: 'prompts/get' as const, params: { name, arguments: given } };
        const { description, messages } = await send(
          connection,
          (options) => connection.request(request, connection.sdk.GetPromptResultSchema, options),
          context,
        );
        return {
          ...(description !== undefined && { description }),
          messages: messages.map(({ role, content }) => ({ role, content: [toPart(content as never)] })),
        };
      }),
    close: () => pool.close(),
  };
}

/** Only what a run needs to know; schemas as they came. */
function toTool({ name, title, description, inputSchema, outputSchema, annotations }: object & McpToolOfSdk): McpTool {
  return {
    name,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    inputSchema: inputSchema as never,
    ...(outputSchema !== undefined && { outputSchema: outputSchema as never }),
    ...(annotations !== undefined && { annotations }),
  } as McpTool;
}

interface McpToolOfSdk {
  readonly name: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly inputSchema: object;
  readonly outputSchema?: object | undefined;
  readonly annotations?: object | undefined;
}

function checkSize<T>({ name, connection: { maxResultBytes } }: McpTarget, what: string, value: T): T {
  const size = Buffer.byteLength(JSON.stringify(value));
  if (size <= maxResultBytes) return value;
  throw mcpError(
    'Mcp.ResultTooLarge',
    name,
    `${what} gave ${size} bytes, which is over its limit of ${maxResultBytes}. Ask for less, or raise 'maxResultBytes'.`,
    { details: { size, limit: maxResultBytes } },
  );
}
