/**
 * What a model call says and asks. Its activity is told only which messages it needs; those it has not seen it reads
 * from the run by a query, which leaves nothing in history. So history grows with what is said, not with its square.
 */
import type { Message } from '../model/message.js';
import type { ModelReply } from '../model/reply.js';
import type { AgentSpec, Phase } from '../agent/spec.js';

/** Input of the activity. */
export interface ModelCallInput {
  readonly conversation: string;
  readonly epoch: number;
  /** The model is sent the messages from this one on, … */
  readonly from: number;
  /** … up to this one, not included. */
  readonly to: number;
  /** Digest of all messages up to there, by which a worker knows whether it has heard the same. */
  readonly digest: string;
  /** Digest of the agent's specification. */
  readonly spec: string;
  /** Which model call of the agent's work this is, from 1. */
  readonly turn: number;
  readonly phase: Phase;
  readonly stream?: true;
}

/** Result of the activity. */
export interface ModelCallResult {
  readonly reply: ModelReply;
  /** Whether the reply is bound to the output's schema. */
  readonly formatted: boolean;
  /** How many attempts it took, as far as the server counts them. */
  readonly attempts: number;
}

export const conversationQuery = 'perdure.conversation';

/** Where a run keeps its conversations, once an agent has begun one. */
export const conversationsKey = 'perdure.conversations';

export interface ConversationPages {
  page(request: ConversationRequest): ConversationPage;
}

/** Asks for messages of a conversation from one on, and for a specification. */
export interface ConversationRequest {
  readonly conversation: string;
  readonly epoch: number;
  readonly from: number;
  /** Left out by who has it. */
  readonly spec?: string;
}

/** As many messages as fit into one answer, at least one if there is any. */
export interface ConversationPage {
  readonly messages: readonly Message[];
  readonly spec?: AgentSpec;
}

/** Temporal warns of answers over 512 KiB and refuses those over 2 MiB. */
export const pageBytes = 450 * 1024;

/** What a run hands to the worker it runs on before a model call. */
export interface SharedMessages {
  readonly conversation: string;
  readonly epoch: number;
  readonly from: number;
  readonly messages: readonly Message[];
  readonly spec: string;
  /** Left out if it was handed over before. */
  readonly specification?: AgentSpec;
}
