import type { Json } from '../../../src/json.js';

export interface WireCall {
  readonly id?: string;
  /** An object; text of one in some servers that speak the same language. */
  readonly function?: { readonly name?: string; readonly arguments?: Json };
}

export interface WireMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly content: string;
  readonly thinking?: string;
  /** As base64. */
  readonly images?: readonly string[];
  readonly tool_calls?: readonly WireCall[];
  readonly tool_name?: string;
  readonly tool_call_id?: string;
}

/** One line of the answer of `/api/chat`. */
export interface ChatLine {
  readonly message?: {
    readonly content?: string;
    readonly thinking?: string;
    readonly tool_calls?: readonly WireCall[];
  };
  readonly done?: boolean;
  readonly done_reason?: string;
  readonly model?: string;
  readonly prompt_eval_count?: number;
  readonly eval_count?: number;
  readonly error?: unknown;
}
