/**
 * What crosses between a run and the worker that talks to an MCP server: which call it is, what is known of the tool, and
 * what came back. Secrets cross by name only, and how a server is reached does not cross at all.
 */
import type { Json } from '../json.js';
import type { MediaPart, TextPart } from '../model/message.js';
import type { JsonSchema } from '../model/request.js';

export type McpOperation = 'discover' | 'call' | 'resources' | 'read_resource' | 'prompts' | 'prompt';

/** Second argument of the activity; the first is what the tool is given. */
export interface McpCallFacts {
  /** The server's name. */
  readonly mcp: string;
  readonly does: McpOperation;
  /** Of one call, in milliseconds. */
  readonly timeout: number;
  readonly tenant?: string;
  /** Which secret stands in for which of the definition. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Whether the call may be made twice. */
  readonly repeatable?: true;
  readonly outputSchema?: JsonSchema;
  /** What people have answered to the questions of earlier calls, in their order. */
  readonly answers?: readonly McpAnswer[];
}

/** A tool as its server describes it. */
export interface McpTool {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly inputSchema: JsonSchema;
  readonly outputSchema?: JsonSchema;
  /** What the server says of its tool: hints, not promises. */
  readonly annotations?: McpAnnotations;
}

export interface McpAnnotations {
  readonly title?: string;
  readonly readOnlyHint?: boolean;
  readonly destructiveHint?: boolean;
  readonly idempotentHint?: boolean;
  readonly openWorldHint?: boolean;
}

/** What a tool gave. */
export interface McpResult {
  readonly content: readonly (TextPart | MediaPart)[];
  /** All texts of the content, a line each. */
  readonly text: string;
  /** Fits the tool's `outputSchema`. */
  readonly structuredContent?: Json;
}

/** What an activity brings back of a tool: a result, the tool's own failure, or a question it has for a person. */
export type McpToolAnswer =
  (McpResult & { readonly isError?: true }) | { readonly question: McpQuestion; readonly content?: undefined };

/** What a server wants to know from a person. */
export interface McpQuestion {
  readonly message: string;
  /** Of the fields to fill in; `null` if the person is to open `url`. */
  readonly schema: JsonSchema | null;
  readonly url?: string;
}

/** The answer of a person, in the protocol's own words. */
export interface McpReply {
  readonly action: 'accept' | 'decline' | 'cancel';
  readonly content?: Readonly<Record<string, Json>>;
}

export interface McpAnswer extends McpReply {
  /** Digest of the question it answers: the server may ask something else the next time. */
  readonly to: string;
}

export interface McpResource {
  readonly uri: string;
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly mimeType?: string;
  /** In bytes. */
  readonly size?: number;
}

export interface McpPrompt {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly arguments?: readonly { readonly name: string; readonly description?: string; readonly required?: boolean }[];
}

/** A prompt of the server, filled in. */
export interface McpPromptText {
  readonly description?: string;
  readonly messages: readonly {
    readonly role: 'user' | 'assistant';
    readonly content: readonly (TextPart | MediaPart)[];
  }[];
}

/** The pause that asks a server's question has this and `<server>.<tool>` as its name. */
export const elicitPrefix = 'elicit:';
