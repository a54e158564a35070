import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Duration } from '../duration.js';
import type { ModelName } from '../model/model-name.js';
import type { JsonSchema, ModelSettings, Reasoning } from '../model/request.js';
import type { RetryOptions } from '../retry/retry-options.js';
import type { TaskDefinition } from '../task/definition.js';
import type { Budget } from './budget.js';
import type { Guardrails } from './guardrail.js';
import type { LongTermMemory } from './memory/long-term-memory.js';
import type { SkillSet } from './skills/skill-set.js';
import type { AgentTool } from './to-tool.js';
import type { ToolSource } from './tool.js';
import type { WorkingMemory } from './working-memory.js';

/** What an agent is told. */
export interface AgentOptions {
  /** Who it is and what it has to do. */
  readonly instructions: string;
  /** `<provider>/<model>`. */
  readonly model: string;
  /** For people, and for the models that may call or hand over to it. */
  readonly description?: string;
  readonly tools?: readonly AgentTool[];
  /** What the result has to look like: a Standard Schema that can be said as JSON Schema. Default: text. */
  readonly output?: StandardSchemaV1;
  /** How many rounds of tool calls it may make. Default 10. */
  readonly maxToolCalls?: number;
  /** What happens then: it is asked once more, without tools, or fails with `Agent.ToolLimit`. Default `'answer'`. */
  readonly onLimit?: 'answer' | 'fail';
  /** Most tokens of one reply. Default 4096. */
  readonly maxTokens?: number;
  readonly temperature?: number;
  readonly reasoning?: Reasoning;
  /** Whether its words are shown while they come. Default: `false`. */
  readonly stream?: boolean;
  /** Checks of what it is asked and of what it answers. */
  readonly guardrails?: { readonly input?: Guardrails<string>; readonly output?: Guardrails<never> };
  /** How often an answer is asked for that its schema or guardrails accept, the first time included. Default 3. */
  readonly guardrailAttempts?: number;
  /** A limit it shares with all that are given the same. */
  readonly budget?: Budget;
  /** Agents it may hand the conversation over to. */
  readonly handoffs?: readonly Handoff[];
  /** What it remembers from one call to the next within a run. Default: nothing. */
  readonly workingMemory?: WorkingMemory;
  /** What it remembers from run to run: brings the tools that store, recall, forget and list facts. Default: nothing. */
  readonly longTermMemory?: LongTermMemory;
  /** Instructions it is given only when its work asks for them. */
  readonly skills?: SkillSet;
  /** Of each model call. Default: 5 attempts. */
  readonly retry?: RetryOptions;
  /** Longest time for one attempt of a model call. Default `'10m'`. */
  readonly timeout?: Duration;
  /** Longest time for all its work, tools and pauses included. Default none. */
  readonly totalTimeout?: Duration;
  /** Task queue of its model calls. Default: the workflow's. */
  readonly queue?: string;
}

/** Another agent, by its definition. */
export interface Handoff {
  readonly [agentDefinition]: AgentDefinition;
}

/** An agent as frozen data. */
export interface AgentDefinition {
  readonly name: string;
  readonly instructions: string;
  readonly model: ModelName;
  readonly description: string | undefined;
  readonly tools: readonly ToolSource[];
  readonly output: OutputDefinition | undefined;
  readonly maxToolCalls: number;
  readonly onLimit: 'answer' | 'fail';
  readonly settings: ModelSettings;
  readonly stream: boolean;
  readonly inputGuardrails: Guardrails<string>;
  readonly outputGuardrails: Guardrails<never>;
  readonly guardrailAttempts: number;
  readonly budget: Budget | undefined;
  readonly handoffs: readonly AgentDefinition[];
  readonly workingMemory: WorkingMemory | undefined;
  readonly totalTimeout: number | undefined;
  /** How its model calls are scheduled: each is an activity of the agent's name. */
  readonly call: TaskDefinition;
  /** What it was made from, for variants. */
  readonly options: AgentOptions;
}

export interface OutputDefinition {
  readonly schema: StandardSchemaV1;
  /** What the model is told; a result that is no object is wrapped as `{ value }`. */
  readonly json: JsonSchema;
  readonly isWrapped: boolean;
}

/** Where an agent keeps its definition. */
export const agentDefinition = Symbol.for('perdure.agent');
