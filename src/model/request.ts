import type { Json } from '../json.js';
import type { Message } from './message.js';

/** A JSON Schema, as an object: draft 2020-12 unless its `$schema` says otherwise. */
export type JsonSchema = { readonly [key: string]: Json };

/** A tool as a model sees it. */
export interface ToolSpec {
  /** Letters, digits, `_`, `-`, `.` and `/`; a provider that takes fewer renames it both ways. */
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonSchema;
}

export type Reasoning = 'low' | 'medium' | 'high';

/** What can be set for every provider. What is left out is the provider's default. */
export interface ModelSettings {
  /** Most tokens of one reply, thoughts included where the provider counts them. */
  readonly maxTokens?: number;
  /** Dropped with a warning where the provider refuses it. */
  readonly temperature?: number;
  /** How much the model may think. */
  readonly reasoning?: Reasoning;
}

/** One call of a model, the same for every provider; JSON throughout. */
export interface ModelRequest {
  /** Without the provider's name. */
  readonly model: string;
  /** What other APIs call the system prompt. */
  readonly instructions: string;
  readonly messages: readonly Message[];
  readonly tools: readonly ToolSpec[];
  /** `'none'`: the model has to answer now; the tools stay declared where the provider needs that. */
  readonly toolChoice: 'auto' | 'none';
  /** The reply's text has to be JSON that fits. */
  readonly output?: { readonly name: string; readonly schema: JsonSchema };
  readonly settings: ModelSettings;
}
