import type { Duration } from '../duration.js';
import type { RetryOptions } from '../retry/retry-options.js';
import type { Risk } from '../task/definition.js';
import type { McpAuth } from './auth.js';
import type { McpText } from './secret.js';

/** A server that is a program: started on the worker, spoken to by its standard input and output. */
export interface McpProcessOptions {
  /** Program and arguments. No shell reads them. */
  readonly command: readonly [McpText, ...McpText[]];
  /** Environment variables, besides the few every program needs (`PATH`, `HOME`, …). What is secret is given by name. */
  readonly env?: Readonly<Record<string, McpText>>;
  /** Where it is started. Default: the worker's own folder. */
  readonly cwd?: string;
}

/** A server that is reached by HTTP. */
export interface McpEndpointOptions {
  /** A secret may hold it: one that differs between environments, or contains a key. */
  readonly url: McpText;
  readonly auth?: McpAuth;
  readonly headers?: Readonly<Record<string, McpText>>;
}

export type McpOptions = (McpProcessOptions | McpEndpointOptions) & McpSettings;

export interface McpSettings extends McpCallOptions {
  /** Longest time until the server has introduced itself. Default `'30s'`. */
  readonly connectTimeout?: Duration;
  /** `'per-call'` connects anew for each call. Default `'pooled'`: the calls of a worker share a connection. */
  readonly connection?: 'pooled' | 'per-call';
  /** A connection that is not used is closed after this time. Default `'5m'`. */
  readonly idleTimeout?: Duration;
  /** Largest result in bytes of JSON. Default 1 MiB. */
  readonly maxResultBytes?: number;
}

/** What can be changed by `withOptions`. */
export interface McpCallOptions {
  /** Longest time for one call once there is a connection. Default `'2m'`. */
  readonly callTimeout?: Duration;
  /** Of each call; see the option of tasks. What may have had effects is not repeated, whatever this says. */
  readonly retry?: RetryOptions;
  /** The task queue of workers that have the server. Default: the workflow's own. */
  readonly queue?: string;
  /** Options of single tools by name. */
  readonly tools?: Readonly<Record<string, McpToolOptions>>;
}

export interface McpVariantOptions extends McpCallOptions {
  /** On whose behalf: calls of different tenants never share a connection. */
  readonly tenant?: string;
  /** Other secrets in the place of those the definition names: `{ CRM_TOKEN: 'CRM_TOKEN_ACME' }`. */
  readonly secrets?: Readonly<Record<string, string>>;
}

export interface McpToolOptions {
  readonly retry?: RetryOptions;
  /** Longest time for one call. Default: the server's `callTimeout`. */
  readonly timeout?: Duration;
  /** Whether a person must agree to a call: always, or where the function says so for these arguments. */
  readonly approval?: boolean | ((input: never) => boolean);
  /** What an approval "always for this target" is bound to. */
  readonly approvalTarget?: (input: never) => string;
  /** Orders the tool calls of one model turn. Default: `read` for what the server calls read-only, else `external`. */
  readonly risk?: Risk;
  /** Whether a call may be made twice. Default: what the server says of its tool. */
  readonly idempotent?: boolean;
}
