/**
 * The names and shapes by which any client talks with an agent in a run that lives on, a run of the built-in workflow
 * `perdure.chat`. Fixed: they are part of the public contract.
 *
 * `temporal workflow update execute --name say --input '{"text":"Hello"}' --workflow-id …`
 */
import type { StopReason, Usage } from '../model/reply.js';
import type { Message } from '../model/message.js';
import type { Duration } from '../duration.js';

export const chatWorkflow = 'perdure.chat';
/** The update that says something to the agent; its answer is the reply. */
export const sayUpdate = 'say';
/** The update that ends the chat, once what was said before has been answered. */
export const endUpdate = 'end';
export const chatQuery = 'chat';

/** Input of the workflow. */
export interface ChatInput {
  /** The name of an agent of the worker's app. */
  readonly agent: string;
  /** The chat ends when nothing was said for so long. Default one day. */
  readonly idleTimeout?: Duration;
  /**
   * With so many events in its history the chat goes on in a new run under the same id. Default: when the server
   * suggests it.
   */
  readonly maxEvents?: number;
  /** What the run before has left. */
  readonly carried?: CarriedChat;
}

/** What a run hands on to the next one. */
export interface CarriedChat {
  readonly said: readonly Message[];
  /** Who speaks: another agent than was asked for, after a hand-off. */
  readonly speaker: string;
  readonly turns: number;
  readonly usage: Usage;
}

/** Payload of the update `say`. */
export interface ChatRequest {
  readonly text: string;
}

/** Answer of the update `say`. */
export interface ChatReply {
  /** A text, or what the agent's `output` says. */
  readonly output: unknown;
  /** Who answered. */
  readonly agent: string;
  readonly stopReason: StopReason;
  /** Of this answer. */
  readonly usage: Usage;
  /** Which answer of the chat this is, from 1. */
  readonly turn: number;
}

/** Answer of the query `chat`. */
export interface ChatState {
  readonly agent: string;
  readonly speaker: string;
  /** What the frames of the chat's stream call it; those of agents used as tools have other names. */
  readonly conversation: string;
  /** How many answers were given. */
  readonly turns: number;
  readonly usage: Usage;
  /** How many messages wait for their answer. */
  readonly open: number;
}

/** Result of the workflow. */
export interface ChatEnd {
  readonly agent: string;
  readonly reason: 'ended' | 'idle';
  readonly turns: number;
  readonly usage: Usage;
}
