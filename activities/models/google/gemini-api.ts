import type { Json } from '../../../src/json.js';

/** A piece of what a model or a user says. What is not listed here is kept as it came. */
export interface Part {
  readonly text?: string;
  /** The text is a thought. */
  readonly thought?: boolean;
  readonly thoughtSignature?: string;
  readonly functionCall?: { readonly id?: string; readonly name: string; readonly args?: Json };
  readonly [field: string]: unknown;
}

export interface Content {
  readonly role: 'user' | 'model';
  readonly parts: readonly Part[];
}

export interface UsageMetadata {
  readonly promptTokenCount?: number;
  readonly toolUsePromptTokenCount?: number;
  readonly cachedContentTokenCount?: number;
  readonly candidatesTokenCount?: number;
  readonly thoughtsTokenCount?: number;
}

/** One event of `streamGenerateContent`. */
export interface StreamEvent {
  readonly candidates?: readonly {
    readonly content?: { readonly parts?: readonly Part[] };
    readonly finishReason?: string;
    readonly finishMessage?: string;
  }[];
  readonly promptFeedback?: { readonly blockReason?: string; readonly blockReasonMessage?: string };
  readonly usageMetadata?: UsageMetadata;
  readonly responseId?: string;
  /** The model that has answered. */
  readonly modelVersion?: string;
  readonly error?: unknown;
}

/** What an own part is kept as: signatures hold for the model that made them, so it is kept too. */
export interface KeptPart {
  readonly model: string;
  readonly part: Part;
}
