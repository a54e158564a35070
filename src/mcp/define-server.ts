import { OptionProblems } from '../definition/check-options.js';
import { positiveTime } from '../definition/positive-time.js';
import { inSandbox } from '../runtime.js';
import { defineTask } from '../task/define-task.js';
import type { TaskDefinition } from '../task/definition.js';
import { checkConnection, defineConnection } from './define-connection.js';
import { type McpConnection, secretsOf } from './connection.js';
import type { McpOptions, McpToolOptions, McpVariantOptions } from './options.js';

/** A server as frozen data. */
export interface McpServerDefinition {
  readonly name: string;
  readonly connection: McpConnection;
  readonly callTimeout: number;
  /** Name, limits and attempts that all calls have in common. */
  readonly call: TaskDefinition;
  readonly tools: Readonly<Record<string, McpToolOptions>>;
  /** Only these, if given. */
  readonly chosen: readonly string[] | undefined;
  readonly tenant: string | undefined;
  /** Which secret stands in for which of the connection. */
  readonly secrets: Readonly<Record<string, string>>;
}

const callOptions = ['callTimeout', 'retry', 'queue', 'tools'];
const variantOptions = [...callOptions, 'tenant', 'secrets'];
const connectionOptions = ['connectTimeout', 'connection', 'idleTimeout', 'maxResultBytes'];
const toolOptions = ['retry', 'timeout', 'approval', 'approvalTarget', 'risk', 'idempotent'];

/** Without a colon or a dot, so that `<server>.<tool>` and `<server>:discover` can be told apart, whatever tools there are. */
const allowedName = /^[A-Za-z0-9_-]{1,60}$/;

/**
 * Turns name and options into a frozen definition.
 * @throws PerdureError `Mcp.InvalidOptions` with all problems at once
 */
export function defineServer(name: string, options: McpOptions): McpServerDefinition {
  const problems = new OptionProblems(`MCP server '${name}'`, 'Mcp.InvalidOptions');
  if (!allowedName.test(name)) {
    problems.add('its name may have letters, digits, _ and - only, 60 at most: tools are recorded as <server>.<tool>');
  }
  // Node has looked at it when the worker started; the sandbox has no use for it, and may lack parts of it.
  if (!inSandbox()) checkConnection(options, [...callOptions, ...connectionOptions], problems);
  const connection = defineConnection(options, problems);
  return defineCalls(name, connection, options, undefined, problems);
}

/** @throws PerdureError `Mcp.InvalidOptions` */
export function defineServerVariant(base: McpServerDefinition, options: McpVariantOptions): McpServerDefinition {
  const problems = new OptionProblems(`MCP server '${base.name}'`, 'Mcp.InvalidOptions', 'cannot be changed');
  problems.unknown(options, variantOptions);
  const known = inSandbox() ? undefined : secretsOf(base.connection);
  for (const [from, to] of Object.entries(options.secrets ?? {})) {
    if (known?.includes(from) === false) {
      problems.add(`secrets: '${from}' is none of the secrets of the server; there are: ${known.join(', ') || 'none'}`);
    }
    if (typeof to !== 'string' || to === '') problems.add(`secrets: '${from}' needs the name of another secret`);
  }
  if (options.tenant !== undefined && (typeof options.tenant !== 'string' || options.tenant === '')) {
    problems.add('tenant must be a text');
  }
  return defineCalls(base.name, base.connection, options, base, problems);
}

function defineCalls(
  name: string,
  connection: McpConnection,
  options: McpVariantOptions,
  base: McpServerDefinition | undefined,
  problems: OptionProblems,
): McpServerDefinition {
  const callTimeout = positiveTime(options.callTimeout, 'callTimeout', problems) ?? base?.callTimeout ?? 120_000;
  const tools = { ...base?.tools };
  for (const [tool, given] of Object.entries(options.tools ?? {})) {
    problems.unknown(given, toolOptions);
    problems.attempt(() => defineTask(tool, plain(given), () => undefined));
    tools[tool] = { ...tools[tool], ...given };
  }
  const { retry, queue } = options;
  const call = problems.attempt(() =>
    defineTask(name, { ...(retry && { retry }), ...(queue && { queue }) }, () => undefined, base?.call),
  );
  problems.throwAny();
  return Object.freeze({
    name,
    connection,
    callTimeout,
    call: call as TaskDefinition,
    tools,
    chosen: base?.chosen,
    tenant: options.tenant ?? base?.tenant,
    secrets: { ...base?.secrets, ...options.secrets },
  });
}

/** The options a tool has in common with tasks. */
export function plain({ idempotent: _idempotent, ...options }: McpToolOptions): object {
  return options;
}
