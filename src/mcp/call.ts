import type { McpCallFacts, McpOperation, McpTool } from '../contract/mcp.js';
import type { Json } from '../json.js';
import { inSandbox, runtime } from '../runtime.js';
import { defineTask } from '../task/define-task.js';
import type { TaskDefinition } from '../task/definition.js';
import { type McpServerDefinition, plain } from './define-server.js';
import type { McpToolOptions } from './options.js';
import { runMcpCall, secretNames } from './run-call.js';

/** Room for connecting twice and for telling how it ended, besides the time of the call itself. In milliseconds. */
const slack = 5_000;

/** Operations of the protocol have a colon: no tool's name does. */
export function operationName(server: string, operation: Exclude<McpOperation, 'call'>): string {
  return `${server}:${operation}`;
}

export function toolName(server: string, tool: string): string {
  return `${server}.${tool}`;
}

/** Calls an operation that is no tool. */
export function callOperation(
  server: McpServerDefinition,
  does: Exclude<McpOperation, 'call'>,
  input: Json,
): Promise<unknown> {
  const facts = factsOf(server, does, server.callTimeout);
  const about = typeof input === 'string' ? input : ((input as { readonly name?: string } | null)?.name ?? '');
  const task = callDefinition(server, operationName(server.name, does), facts, { summary: () => about });
  return runtime().callTask(task, [input, facts]);
}

/** What a call of a tool is, as a task: its name in history, its limits, its guards. */
export function toolCall(
  server: McpServerDefinition,
  tool: McpTool,
  input: Json,
): { readonly task: TaskDefinition; readonly facts: McpCallFacts } {
  const options: McpToolOptions = server.tools[tool.name] ?? {};
  const limits = defineTask(tool.name, plain(options), () => undefined, {
    ...server.call,
    timeout: server.callTimeout,
  });
  const facts: McpCallFacts = {
    ...factsOf(server, 'call', limits.timeout),
    ...(isRepeatable(tool, options) && { repeatable: true }),
    ...(tool.outputSchema && { outputSchema: tool.outputSchema }),
  };
  const task = callDefinition(server, toolName(server.name, tool.name), facts, {
    ...plain(options),
    summary: () => describeInput(input),
  });
  return { task, facts };
}

/** The same on both sides; a worker needs name, secrets and body only. */
export function callDefinition(
  server: McpServerDefinition,
  name: string,
  facts: McpCallFacts,
  options: object = {},
): TaskDefinition {
  const body = (input: Json, given: McpCallFacts): Promise<unknown> => runMcpCall(server, input, given);
  const timeout = facts.timeout + 2 * server.connection.connectTimeout + slack;
  const definition = defineTask(name, { ...options, timeout }, body, server.call);
  // The facts say which secrets it needs, so no header has to; and how a server is reached is not looked at in the sandbox,
  // where a part of it that only Node has (`process.execPath`) is left out.
  return { ...definition, secrets: inSandbox() ? [] : secretNames(server, facts), isVariant: false };
}

function factsOf(server: McpServerDefinition, does: McpOperation, timeout: number): McpCallFacts {
  const { name, tenant, secrets } = server;
  return {
    mcp: name,
    does,
    timeout,
    ...(tenant !== undefined && { tenant }),
    ...(Object.keys(secrets).length > 0 && { secrets }),
  };
}

function isRepeatable({ annotations }: McpTool, { idempotent }: McpToolOptions): boolean {
  return idempotent ?? (annotations?.readOnlyHint === true || annotations?.idempotentHint === true);
}

/** `path: notes.txt, limit: 5`; cut to size by who shows it. */
function describeInput(input: Json): string {
  if (typeof input !== 'object' || input === null) return '';
  return Object.entries(input)
    .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')
    .slice(0, 400);
}
