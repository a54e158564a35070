import type { Json } from '../json.js';

/**
 * What a provider sent and wants back unchanged: a signature, an encrypted thought. It goes back to the same provider
 * only; another one gets the readable fields.
 */
export interface Opaque {
  readonly provider: string;
  readonly data: Json;
}

export interface TextPart {
  readonly type: 'text';
  readonly text: string;
  readonly opaque?: Opaque;
}

/** A picture or a document: its bytes as base64 in `data`, or a `url` the provider fetches. */
export interface MediaPart {
  readonly type: 'image' | 'file';
  /** Such as `image/png`. */
  readonly mediaType: string;
  readonly data?: string;
  readonly url?: string;
  readonly name?: string;
}

export interface ReasoningPart {
  readonly type: 'reasoning';
  /** Empty where the provider shows none. */
  readonly text: string;
  readonly opaque?: Opaque;
}

/** The model asks for a tool. */
export interface ToolCallPart {
  readonly type: 'tool-call';
  /** Unique within a conversation; made up where the provider has none. */
  readonly id: string;
  readonly name: string;
  /** Checked against the tool's schema before the tool runs. `null` with `invalid`. */
  readonly arguments: Json;
  /** Why what the model wrote is no JSON; the tool is then not called, and the model is told. */
  readonly invalid?: string;
  readonly opaque?: Opaque;
}

export interface RefusalPart {
  readonly type: 'refusal';
  readonly text: string;
}

/** Something only its provider understands; kept to be sent back. */
export interface ProviderPart {
  readonly type: 'provider';
  readonly opaque: Opaque;
}

/** What a tool gave back, or why it could not. */
export interface ToolResultPart {
  readonly type: 'tool-result';
  /** Of the call it answers. */
  readonly id: string;
  readonly name: string;
  readonly content: readonly (TextPart | MediaPart)[];
  readonly isError?: boolean;
}

export interface UserMessage {
  readonly role: 'user';
  readonly content: readonly (TextPart | MediaPart)[];
}

export interface AssistantMessage {
  readonly role: 'assistant';
  readonly content: readonly (TextPart | ReasoningPart | ToolCallPart | RefusalPart | ProviderPart)[];
}

/** The results of all calls of the assistant message before it, in their order. */
export interface ToolMessage {
  readonly role: 'tool';
  readonly content: readonly ToolResultPart[];
}

/** One message of a conversation, the same for every provider. Instructions are no message: see `ModelRequest`. */
export type Message = UserMessage | AssistantMessage | ToolMessage;

/** The text of a message, without thoughts. */
export function textOf({ content }: Message): string {
  return content.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

export function toolCallsOf({ content }: AssistantMessage): ToolCallPart[] {
  return content.filter((part) => part.type === 'tool-call');
}
