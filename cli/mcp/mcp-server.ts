import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { packageVersion } from '../package-root.js';
import { toCallResult, toErrorResult } from './call-result.js';
import type { Sdk } from './load-sdk.js';
import type { McpTool, ToolCall } from './tool.js';
import type { ToolSet } from './tool-set.js';

const toolsPerPage = 100;

const instructions = `Durable workflows. Each workflow has a tool of its own, which starts a run and waits a while for its result; start_workflow only starts one. A run that takes longer goes on by itself: wait for it with get_result. A run may pause to ask a person: its questions are in the answer, and in list_pauses. Answer with resume what the person has decided. Ended runs and runs under way are found by their id.`;

/** A server for one connection, or for one request where there are no connections. */
export function createMcpServer({ Server: Make, types }: Sdk, tools: ToolSet): Server {
  const server = new Make(
    { name: 'perdure', title: 'perdure workflows', version: packageVersion() },
    { capabilities: { tools: {} }, instructions },
  );
  server.setRequestHandler(types.ListToolsRequestSchema, ({ params }) => {
    const from = Number(params?.cursor ?? 0);
    if (!Number.isInteger(from) || from < 0) throw wrong(`There is no page '${params?.cursor}'.`);
    const page = tools.list.slice(from, from + toolsPerPage).map(({ spec }) => spec);
    const next = from + toolsPerPage;
    return { tools: page, ...(next < tools.list.length && { nextCursor: String(next) }) };
  });
  server.setRequestHandler(types.CallToolRequestSchema, async ({ params }, { signal, _meta, sendNotification }) => {
    const tool = tools.find(params.name);
    if (tool === undefined) throw wrong(`There is no tool '${params.name}'.`);
    let count = 0;
    const progress = (message: string): void => {
      const progressToken = _meta?.progressToken;
      if (progressToken === undefined) return;
      count += 1;
      // A caller who has gone is noticed elsewhere.
      sendNotification({
        method: 'notifications/progress',
        params: { progressToken, progress: count, message },
      }).catch(() => undefined);
    };
    return tools.during(() => callTool(tool, params.arguments ?? {}, { signal, progress }, tools.maxBytes));
  });
  const wrong = (message: string): Error => new types.McpError(types.ErrorCode.InvalidParams, message);
  return server;
}

async function callTool(
  { spec, run }: McpTool,
  input: Readonly<Record<string, unknown>>,
  call: ToolCall,
  maxBytes: number,
): Promise<CallToolResult> {
  try {
    return toCallResult(spec.name, await run(input, call), maxBytes);
  } catch (error) {
    return toErrorResult(error, maxBytes);
  }
}
