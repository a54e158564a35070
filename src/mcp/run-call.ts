import type { McpCallFacts, McpOperation } from '../contract/mcp.js';
import { PerdureError } from '../errors.js';
import type { Json } from '../json.js';
import type { McpCallContext, McpConnector, McpTarget } from '../ports/mcp-connector.js';
import { type TaskContext, taskContext } from '../task/task-context.js';
import { secretsOf } from './connection.js';
import { currentConnector } from './connector-scope.js';
import type { McpServerDefinition } from './define-server.js';

/** What an attempt leaves for the next one: that it has sent something. */
interface Note {
  readonly sent?: boolean;
}

/**
 * The body of a call's activity, also in direct calls: one attempt at one operation of a server.
 * @throws PerdureError as `McpConnector`, and `Mcp.NoConnector`
 */
export async function runMcpCall(server: McpServerDefinition, input: Json, facts: McpCallFacts): Promise<unknown> {
  const { connector, resolve } = currentConnector(server.name);
  const context = taskContext();
  refuseUnknown(server, facts);
  refuseSecond(context, facts);
  const target: McpTarget = { name: server.name, connection: server.connection, tenant: facts.tenant };
  const values = (found: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(namesIn(server, facts).map(([name, actual]) => [name, found[actual] ?? '']));
  const call: McpCallContext = {
    signal: context.signal,
    secrets: values(context.secrets),
    refresh: async () => values(resolve ? await resolve(secretNames(server, facts)) : context.secrets),
    timeout: facts.timeout,
    onSend: () => context.heartbeat({ sent: true } satisfies Note),
    onProgress: context.progress,
  };
  try {
    return await operations[facts.does](connector, target, input, facts, call, context);
  } catch (error) {
    // Judged where it happened; the next attempt, if there is one, may send again.
    if (!context.signal.aborted) context.heartbeat({} satisfies Note);
    throw error;
  }
}

type Operation = (
  connector: McpConnector,
  target: McpTarget,
  input: Json,
  facts: McpCallFacts,
  call: McpCallContext,
  context: TaskContext,
) => Promise<unknown>;

const operations: Readonly<Record<McpOperation, Operation>> = {
  discover: (connector, target, _input, _facts, call) => connector.listTools(target, call),
  resources: (connector, target, _input, _facts, call) => connector.listResources(target, call),
  prompts: (connector, target, _input, _facts, call) => connector.listPrompts(target, call),
  read_resource: (connector, target, input, _facts, call) => connector.readResource(target, input as string, call),
  prompt: (connector, target, input, _facts, call) => connector.getPrompt(target, input as never, call),
  call: (connector, target, input, { repeatable, outputSchema, answers = [] }, call, { name }) =>
    connector.callTool(
      target,
      {
        tool: name.slice(target.name.length + 1),
        arguments: input,
        repeatable: repeatable === true,
        outputSchema,
        answers,
      },
      call,
    ),
};

/** The names of the secrets a call needs, as the worker's sources know them. */
export function secretNames(server: McpServerDefinition, facts: McpCallFacts): string[] {
  return [...new Set(namesIn(server, facts).map(([, actual]) => actual))];
}

function namesIn({ connection }: McpServerDefinition, { secrets = {} }: McpCallFacts): [string, string][] {
  return secretsOf(connection).map((name) => [name, secrets[name] ?? name]);
}

/** The sandbox does not know which secrets a server has, so it is looked at here. */
function refuseUnknown({ name, connection }: McpServerDefinition, { secrets = {} }: McpCallFacts): void {
  const known = secretsOf(connection);
  const unknown = Object.keys(secrets).filter((secret) => !known.includes(secret));
  if (unknown.length === 0) return;
  throw new PerdureError({
    code: 'Mcp.InvalidOptions',
    message: `MCP server '${name}' was called with other values for secrets it does not have: ${unknown.join(', ')}. Its definition names: ${known.join(', ') || 'none'}.`,
    details: { server: name, unknown, known },
  });
}

/** An attempt whose worker died, or that ran out of time, may have had its effects. */
function refuseSecond({ lastHeartbeat, name, attempt }: TaskContext, { repeatable, does }: McpCallFacts): void {
  if (does !== 'call' || repeatable || attempt === 1 || (lastHeartbeat as Note | undefined)?.sent !== true) return;
  throw new PerdureError({
    code: 'Mcp.AmbiguousResult',
    message: `'${name}' was sent by an attempt that never told how it ended: its worker died, or time ran out. It may have had its effects, so it is not sent again. Say idempotent: true in the options of the tool if it may be.`,
    details: { call: name },
  });
}
