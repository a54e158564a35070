import type { StreamFrame } from '../contract/stream.js';
import type { Log } from '../flow/log.js';
import type { ModelProvider } from '../ports/model-provider.js';
import type { PayloadLimit } from '../payload/check-size.js';
import type { TaskDefinition } from '../task/definition.js';

/** Time for direct calls: the real one, or one that jumps. */
export interface Clock {
  now(): number;
  /** Calls back after a time; the function that comes back prevents it. */
  after(milliseconds: number, code: () => void): () => void;
  /** Brackets work that takes real time, during which a jumping clock must stand still. */
  hold<T>(work: Promise<T>): Promise<T>;
}

/** What a direct run gets from outside. */
export interface DirectSettings {
  readonly clock: Clock;
  /** Answers by pause name; a function is called with what the pause shows. */
  readonly answers: Readonly<Record<string, unknown>>;
  /** Values by secret name; anything else comes from the environment. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Model providers by name. */
  readonly models: Readonly<Record<string, ModelProvider>>;
  readonly log: Log;
  /** Bodies of built-in tasks by name, which the portable code does not have. Default: none. */
  readonly bodies?: Readonly<Record<string, TaskDefinition['body']>> | undefined;
  /** How large a value may be. Default: as history takes it. */
  readonly limitOf?: PayloadLimit | undefined;
  /** Told of each value that a run or a body publishes. */
  publish(value: unknown): void;
  /** Told of each frame that an agent with `stream` shows. */
  show(frame: StreamFrame): void;
  /** Numbers of at least 0, below 1. */
  random(): number;
}
