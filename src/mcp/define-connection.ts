import type { OptionProblems } from '../definition/check-options.js';
import { positiveTime } from '../definition/positive-time.js';
import type { McpConnection } from './connection.js';
import type { McpEndpointOptions, McpOptions, McpProcessOptions, McpSettings } from './options.js';
import { isSecret, isVariable } from './secret.js';

const processOptions = ['command', 'env', 'cwd'];
const endpointOptions = ['url', 'auth', 'headers'];

/** Notes what is wrong with the options that say how a server is reached. */
export function checkConnection(options: McpOptions, others: readonly string[], problems: OptionProblems): void {
  const given = options as Partial<McpProcessOptions & McpEndpointOptions>;
  if ((given.command === undefined) === (given.url === undefined)) {
    problems.add("give either command, ['program', 'argument', …], or url");
  }
  problems.unknown(options, [...(given.url === undefined ? processOptions : endpointOptions), ...others]);
  const { command, url, auth } = given;
  if (command !== undefined && !(Array.isArray(command) && command.length > 0 && command.every(isText))) {
    problems.add("command must be a list of the program and its arguments: ['npx', '-y', 'some-server']");
  }
  if (typeof url === 'string' && !/^https?:\/\//.test(url)) problems.add('url must begin with http:// or https://');
  if (url !== undefined && !isText(url)) problems.add("url must be a text, secret('NAME') or variable('NAME')");
  if (auth !== undefined && !['bearer', 'client-credentials'].includes(auth.kind)) {
    problems.add('auth must be made by bearer(…) or clientCredentials(…)');
  }
  for (const option of ['env', 'headers'] as const) {
    for (const [key, value] of Object.entries(given[option] ?? {})) {
      if (!isText(value)) problems.add(`${option}.${key} must be a text, secret('NAME') or variable('NAME')`);
      if (/^authorization$/i.test(key) && typeof value === 'string') {
        problems.add(`${option}.${key} would be kept in the code: use auth: bearer(secret('NAME'))`);
      }
    }
  }
  checkSettings(options, problems);
}

function checkSettings({ connection, maxResultBytes }: McpSettings, problems: OptionProblems): void {
  if (connection !== undefined && connection !== 'pooled' && connection !== 'per-call') {
    problems.add(`connection must be 'pooled' or 'per-call', but got ${JSON.stringify(connection)}`);
  }
  if (maxResultBytes !== undefined && !(Number.isInteger(maxResultBytes) && maxResultBytes > 0)) {
    problems.add(`maxResultBytes must be a whole number above 0, but got ${String(maxResultBytes)}`);
  }
}

/** With every default filled in. */
export function defineConnection(options: McpOptions, problems: OptionProblems): McpConnection {
  const time = (option: 'connectTimeout' | 'idleTimeout'): number | undefined =>
    positiveTime(options[option], option, problems);
  const common = {
    connectTimeout: time('connectTimeout') ?? 30_000,
    idleTimeout: time('idleTimeout') ?? 300_000,
    sharing: options.connection ?? 'pooled',
    maxResultBytes: options.maxResultBytes ?? 1024 * 1024,
  };
  if ('url' in options) {
    const { url, auth, headers = {} } = options;
    return Object.freeze({ kind: 'http', url, auth, headers, ...common });
  }
  const { command, env = {}, cwd } = options;
  return Object.freeze({ kind: 'stdio', command, env, cwd, ...common });
}

function isText(value: unknown): boolean {
  return typeof value === 'string' || isSecret(value) || isVariable(value);
}
