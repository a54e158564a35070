import type { Json } from '../json.js';

/** Whose facts: those of one agent in one scope. */
export interface MemoryPlace {
  /** The agent's name. */
  readonly agent: string;
  /** What the agent keeps apart: a customer, a project. */
  readonly scope: string;
}

export interface Fact {
  readonly key: string;
  readonly value: Json;
}

/**
 * Where agents keep what they remember from run to run. Facts of two places never meet. A call may be repeated after a
 * crash, perhaps after others have written: a write whose `write` was seen before changes nothing any more.
 */
export interface MemoryStore {
  /** Called once before anything else, and again if it failed. */
  initialize?(): Promise<void>;
  /**
   * Keeps a fact in place of an older one with its key.
   * @param write names the call: the same for each attempt, different for every call
   */
  memorize(place: MemoryPlace, fact: Fact, write: string): Promise<void>;
  /** The fact with that key, if there is one; without a key all of the place, in any order. */
  recall(place: MemoryPlace, key?: string): Promise<readonly Fact[]>;
  /** Drops the fact with that key; without a key all of the place. */
  forget(place: MemoryPlace, key: string | undefined, write: string): Promise<void>;
  /** In any order. */
  keys(place: MemoryPlace): Promise<readonly string[]>;
  /** The scopes in which an agent has facts, in any order. */
  scopes(agent: string): Promise<readonly string[]>;
  /** Releases what it holds, when the worker ends; it may be used again afterwards. */
  close?(): Promise<void>;
}
