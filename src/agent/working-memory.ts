import { OptionProblems } from '../definition/check-options.js';
import { parseModelName } from '../model/model-name.js';
import type { Message } from '../model/message.js';
import { runtime } from '../runtime.js';
import { type Conversation, conversations } from './conversation.js';

export interface WorkingMemoryOptions {
  /**
   * The model is sent the newest messages only, at most this many; what belongs to the question in hand always counts
   * as one of them, and tool calls stay with their results.
   */
  readonly window?: number;
  /** The same by tokens, estimated as a quarter of the characters. */
  readonly maxTokens?: number;
  /** Long conversations are summarised by a model, and go on from the summary. Needs `maxTokens`. */
  readonly compact?: CompactOptions;
}

export interface CompactOptions {
  /** `<provider>/<model>` that writes the summary. */
  readonly model: string;
  /** The part of `maxTokens` that has to be full before a question, above 0 up to 1. Default 0.7. */
  readonly at?: number;
  /** How many of the newest messages stay as they are. Default 4. */
  readonly keep?: number;
}

/**
 * What an agent remembers within a run. It belongs to this object: give the same to two agents and they share one
 * conversation; two objects never see each other's messages.
 */
export interface WorkingMemory {
  readonly window: number | undefined;
  readonly maxTokens: number | undefined;
  readonly compact: Required<CompactOptions> | undefined;
  /** What was said so far in this run. */
  messages(): readonly Message[];
  /** Forgets what was said so far in this run. */
  forget(): void;
  /**
   * Takes up a conversation that another run has left: a chat of days hands its messages on with `continueAsNew`. They
   * take the place of what was said in this run.
   */
  restore(messages: readonly Message[]): void;
}

const limits = ['window', 'maxTokens'] as const;
const known = [...limits, 'compact'] as const satisfies readonly (keyof WorkingMemoryOptions)[];

/** @throws PerdureError `Memory.InvalidOptions` */
export function workingMemory(options: WorkingMemoryOptions = {}): WorkingMemory {
  const problems = new OptionProblems('workingMemory', 'Memory.InvalidOptions');
  problems.unknown(options, known);
  for (const name of limits) {
    const limit = options[name];
    if (limit === undefined || (Number.isInteger(limit) && limit >= 1)) continue;
    problems.add(`${name} must be a whole number of at least 1, but got ${String(limit)}`);
  }
  const compact = options.compact && { at: 0.7, keep: 4, ...options.compact };
  if (compact !== undefined) {
    problems.attempt(() => parseModelName(compact.model));
    if (options.maxTokens === undefined) problems.add('compact needs maxTokens');
    if (!(compact.at > 0 && compact.at <= 1)) problems.add('compact.at must be above 0 and at most 1');
    if (!Number.isInteger(compact.keep) || compact.keep < 0) problems.add('compact.keep must be a whole number');
  }
  problems.throwAny();
  const memory: WorkingMemory = Object.freeze({
    window: options.window,
    maxTokens: options.maxTokens,
    compact,
    messages: () => rememberedIn(memory)?.messages ?? [],
    forget: () => rememberedIn(memory)?.replace([]),
    restore: (messages: readonly Message[]) => conversationIn(memory, 'restored').replace(messages),
  });
  return memory;
}

/** The conversation of a memory in this run, begun by the first agent that needs it. */
export function conversationIn(memory: WorkingMemory, agent: string): Conversation {
  let conversation = rememberedIn(memory);
  if (conversation === undefined) {
    conversation = conversations().open(agent);
    memories().set(memory, conversation);
  }
  return conversation;
}

/**
 * Where the window begins: the newest messages that fit, and in any case those from `current` on, which belong to the
 * work in hand. Results of tools never come without the call that asked for them.
 */
export function windowStart(messages: readonly Message[], memory: WorkingMemory | undefined, current: number): number {
  let start = Math.min(newest(messages, memory), current);
  while (messages[start]?.role === 'tool') start += 1;
  return start;
}

function newest(
  messages: readonly Message[],
  { window = Infinity, maxTokens = Infinity }: Partial<WorkingMemory> = {},
): number {
  // Without a limit nothing is looked at: a walk over all that was said would make each turn slower than the last.
  if (window === Infinity && maxTokens === Infinity) return 0;
  let tokens = 0;
  let start = messages.length;
  while (start > 0 && messages.length - start < window) {
    if (maxTokens < Infinity) tokens += tokensOf(messages[start - 1] as Message);
    if (tokens > maxTokens) break;
    start -= 1;
  }
  return start;
}

/** A rough estimate: providers count each in their own way. */
export function tokensOf({ content }: Message): number {
  return JSON.stringify(content).length / 4;
}

function rememberedIn(memory: WorkingMemory): Conversation | undefined {
  return memories().get(memory);
}

function memories(): Map<WorkingMemory, Conversation> {
  return runtime().state('perdure.memories', () => new Map<WorkingMemory, Conversation>());
}
