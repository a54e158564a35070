import type {
  McpAnswer,
  McpPrompt,
  McpPromptText,
  McpResource,
  McpResult,
  McpTool,
  McpToolAnswer,
} from '../contract/mcp.js';
import type { Json } from '../json.js';
import type { McpConnection } from '../mcp/connection.js';
import type { JsonSchema } from '../model/request.js';
import type { AbortSignal } from '../task/task-context.js';

/** Which server is meant, and on whose behalf: two targets that differ in any of it never share a connection. */
export interface McpTarget {
  readonly name: string;
  readonly connection: McpConnection;
  readonly tenant: string | undefined;
}

/** What one call is given besides its arguments. */
export interface McpCallContext {
  /** Aborted when the call is cancelled or its time is up; the server is told. */
  readonly signal: AbortSignal;
  /** Values of the secrets of the connection, by the names its definition uses. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Asks for the secrets again, after the server has refused them. */
  refresh(this: void): Promise<Readonly<Record<string, string>>>;
  /** Longest time for the call once there is a connection, in milliseconds. */
  readonly timeout: number;
  /** Told just before something is sent that may have effects. */
  onSend(this: void): void;
  /** Told of the progress the server reports. */
  onProgress(this: void, progress: unknown): void;
}

export interface McpToolCall {
  readonly tool: string;
  readonly arguments: Json;
  /** Whether it may be made twice, so that a lost answer is worth another attempt. */
  readonly repeatable: boolean;
  /** What a result has to fit. */
  readonly outputSchema: JsonSchema | undefined;
  /** For the questions the server asks; one without an answer ends the call and is brought back. */
  readonly answers: readonly McpAnswer[];
}

/**
 * Talks to MCP servers. Each method makes one call, connects first where needed, and repeats nothing that may have had
 * effects: whether another attempt is worth while is said by the error's `retryable`.
 *
 * All methods throw PerdureError `Mcp.ConnectFailed`, `Mcp.Unavailable`, `Mcp.Unauthorized`, `Mcp.UnsupportedVersion`,
 * `Mcp.Refused`, `Mcp.TimedOut`, `Mcp.ConnectionLost`, `Mcp.ResultTooLarge`, `Mcp.InvalidResult`, `Package.Missing`.
 */
export interface McpConnector {
  listTools(target: McpTarget, context: McpCallContext): Promise<readonly McpTool[]>;
  /** @throws PerdureError also `Mcp.AmbiguousResult` if nobody knows whether the tool has run */
  callTool(target: McpTarget, call: McpToolCall, context: McpCallContext): Promise<McpToolAnswer>;
  listResources(target: McpTarget, context: McpCallContext): Promise<readonly McpResource[]>;
  readResource(target: McpTarget, uri: string, context: McpCallContext): Promise<McpResult>;
  listPrompts(target: McpTarget, context: McpCallContext): Promise<readonly McpPrompt[]>;
  getPrompt(
    target: McpTarget,
    prompt: { readonly name: string; readonly arguments: Readonly<Record<string, string>> },
    context: McpCallContext,
  ): Promise<McpPromptText>;
  /** Ends all connections and processes, when the worker ends. */
  close?(): Promise<void>;
}
