import type { TaskDefinition } from '../task/definition.js';
import type { Conversation } from './conversation.js';
import type { AgentSpec, Phase } from './spec.js';

/** One call of a model, as an agent asks for it. */
export interface ModelCall {
  /** Name, time limits and attempts: an activity like a task's. */
  readonly task: TaskDefinition;
  readonly conversation: Conversation;
  readonly spec: AgentSpec;
  readonly specDigest: string;
  /** Index of the first message the model is sent; to the last there is. */
  readonly from: number;
  /** Which of the agent's model calls for this question, from 1. */
  readonly turn: number;
  readonly phase: Phase;
  /** Whether the reply's pieces are shown while they come. */
  readonly stream: boolean;
  /** How many attempts a budget leaves it. */
  readonly attempts: number;
}
