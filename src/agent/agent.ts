import type { StandardSchemaV1 } from '@standard-schema/spec';
import { cancelCall, mayFailUnwatched, rememberCancel } from '../cancellation.js';
import { checkName } from '../definition/name.js';
import { isRunning } from '../definition/is-running.js';
import { register } from '../definition/register.js';
import { map, type MapOptions } from '../flow/map.js';
import { type Outcome, toOutcome } from '../outcome.js';
import { type AgentCallOptions, callAgent } from './call-agent.js';
import { defineAgent } from './define-agent.js';
import { agentDefinition, type AgentDefinition, type AgentOptions } from './definition.js';
import type { AgentResult } from './run-agent.js';
import { agentAsTool, type AsToolOptions } from './as-tool.js';
import type { ToolSource } from './tool.js';

/** A model with instructions and tools that answers questions; a step like any other. */
export interface Agent<T> {
  (question: string, options?: AgentCallOptions): Promise<T>;
  readonly agentName: string;
  readonly description: string | undefined;
  /** The same with all that is known of how the answer came about. */
  run(question: string, options?: AgentCallOptions): Promise<AgentResult<T>>;
  /** Asks it several questions; see {@link map}. */
  map<O extends MapOptions = object>(questions: Iterable<string>, options?: O): ReturnType<typeof map<string, T, O>>;
  /** Asks it and reports how that ended; rejects only when the caller itself is cancelled. */
  settle(question: string, options?: AgentCallOptions): Promise<Outcome<T>>;
  /** A new agent of the same name with other options; everything not given is kept. */
  withOptions(options: Partial<AgentOptions>): Agent<T>;
  /** The agent as a tool of another one, which sees its answer and nothing of its conversation. */
  asTool(description: string, options?: AsToolOptions): ToolSource;
  readonly [agentDefinition]: AgentDefinition;
}

/**
 * Defines an agent. Each model call and each tool call is an activity of its own, so a crash repeats at most the one in
 * flight. Works at the top level of a file and inside a workflow.
 *
 * ```ts
 * export const researcher = agent('researcher', { instructions: 'You are a research analyst.', model: 'openai/gpt-5' });
 * ```
 * @throws PerdureError `Definition.InvalidName`, `Definition.Duplicate`, `Agent.InvalidOptions`, `Agent.InvalidTool`
 */
export function agent<S extends StandardSchemaV1>(
  name: string,
  options: AgentOptions & { readonly output: S },
): Agent<StandardSchemaV1.InferOutput<S>>;
export function agent(name: string, options: AgentOptions & { readonly output?: undefined }): Agent<string>;
export function agent(name: string, options: AgentOptions): Agent<unknown> {
  checkName('agent', name);
  const made = makeAgent(defineAgent(name, options));
  // One made by a run belongs to that run, and may be made anew by each.
  if (!isRunning()) register('agent', name, made);
  return made;
}

function makeAgent(definition: AgentDefinition): Agent<unknown> {
  const run = (question: string, options?: AgentCallOptions): Promise<AgentResult<unknown>> =>
    callAgent(definition, question, options);
  const ask = (question: string, options?: AgentCallOptions): Promise<unknown> => outputOf(run(question, options));
  const made = Object.assign(ask, {
    agentName: definition.name,
    description: definition.description,
    run,
    map: (questions: Iterable<string>, options?: MapOptions) =>
      map((question: string) => ask(question), questions, options),
    settle: (question: string, options?: AgentCallOptions) => toOutcome(ask(question, options)),
    withOptions: (options: Partial<AgentOptions>) =>
      makeAgent(defineAgent(definition.name, { ...definition.options, ...options })),
    asTool: (description: string, options?: AsToolOptions) => agentAsTool(definition, ask, description, options),
    [agentDefinition]: definition,
  });
  Object.defineProperty(made, 'name', { value: definition.name });
  return Object.freeze(made) as never;
}

function outputOf(result: Promise<AgentResult<unknown>>): Promise<unknown> {
  return mayFailUnwatched(
    rememberCancel(
      result.then(({ output }) => output),
      () => cancelCall(result),
    ),
  );
}
