import { Context } from '@temporalio/activity';
import type { McpCallFacts } from '../../src/contract/mcp.js';
import { findDefinition, listDefinitions } from '../../src/definition/register.js';
import { PerdureError } from '../../src/errors.js';
import { callDefinition } from '../../src/mcp/call.js';
import { type McpServer, mcpServer } from '../../src/mcp/mcp.js';
import { toActivityFailure } from '../failure.js';
import { runTask } from '../run-task.js';
import { resolveSecrets } from '../secrets/resolve-secrets.js';
import type { TaskServices } from '../services.js';
import { runWithConnector } from './run-with-connector.js';

type Activity = (...args: unknown[]) => Promise<unknown>;

/**
 * Calls of MCP servers among the activities nobody has registered: nobody knows a server's tools before it was asked. How
 * the server is reached is what this worker's own files say, whatever the run says.
 */
export function mcpActivity(services: TaskServices, others: Activity): Activity {
  return async (...args) => {
    const { activityType } = Context.current().info;
    const facts = args[1];
    if (!isMcpCall(facts) || !isNameOf(facts.mcp, activityType)) return others(...args);
    const server = findDefinition('mcp', facts.mcp) as McpServer | undefined;
    if (server === undefined) throw unknownServer(facts.mcp);
    const task = callDefinition(server[mcpServer], activityType, facts);
    const { mcp: connector, secrets } = services;
    const resolve = (names: readonly string[]): Promise<Readonly<Record<string, string>>> =>
      resolveSecrets(activityType, names, secrets);
    return runWithConnector({ connector, resolve }, () => runTask(task, services)(...args));
  };
}

function isMcpCall(facts: unknown): facts is McpCallFacts {
  const { mcp, does, timeout } = (facts ?? {}) as Partial<Record<keyof McpCallFacts, unknown>>;
  return typeof mcp === 'string' && typeof does === 'string' && typeof timeout === 'number';
}

function isNameOf(server: string, activity: string): boolean {
  return activity.startsWith(`${server}.`) || activity.startsWith(`${server}:`);
}

/** Worth another attempt: a worker with newer files may be there. */
function unknownServer(name: string): Error {
  const { info } = Context.current();
  const known = [...listDefinitions('mcp').keys()];
  const error = new PerdureError({
    code: 'Mcp.UnknownServer',
    message: `This worker's files define no MCP server '${name}'. They define: ${known.join(', ') || 'none'}. Export it from a file of the app, or name the queue of workers that have it.`,
    retryable: true,
    details: { server: name, known },
  });
  return toActivityFailure(error, { name: info.activityType } as never, info);
}
