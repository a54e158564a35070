import { startOrReject } from '../../cancellation.js';
import { OptionProblems } from '../../definition/check-options.js';
import { PerdureError } from '../../errors.js';
import type { Json } from '../../json.js';
import { toolHint, toolSource, type ToolSource } from '../tool.js';
import { checkKey } from './check-fact.js';
import { after, Facts } from './facts.js';
import { memoryHint, memoryTools } from './memory-tools.js';

export interface LongTermMemoryOptions {
  /** Which of the stores in the worker's option `memory`. Default `'default'`, the worker's own memory. */
  readonly store?: string;
  /** What is kept apart: a customer, a project. Default `'default'`. */
  readonly scope?: string;
  /** Whose facts, by the agent's name. Default: those of the agent that has it among its tools. */
  readonly agent?: string;
}

/**
 * What an agent remembers from run to run: facts by key. Among an agent's tools it is `recall_memory`, `store_memory`,
 * `forget_memory` and `list_memory_keys`; in workflow code its methods do the same, as steps of the run.
 */
export interface LongTermMemory extends ToolSource {
  readonly store: string;
  readonly scope: string;
  readonly agent: string | undefined;
  /**
   * Keeps a fact in place of an older one with its key.
   * @param key 1 to 200 characters
   * @param value JSON of at most 65,536 characters; an agent has at most 1,000 facts in a scope
   * @throws PerdureError `Memory.InvalidFact`, `Memory.TooLarge`, `Memory.Full`, `Payload.NotJson`; all methods throw
   * `Memory.UnknownStore`, `Memory.Unavailable`, `Memory.NoAgent`
   */
  memorize(key: string, value: Json): Promise<void>;
  /** All facts by key. */
  recall(): Promise<Readonly<Record<string, Json>>>;
  /** The value of a key, `undefined` if there is none. */
  recall(key: string): Promise<Json | undefined>;
  /** Drops the fact with that key; without an argument all of them. */
  forget(key?: string): Promise<void>;
  /** The keys of all facts, sorted. */
  keys(): Promise<readonly string[]>;
  /** The scopes in which the agent has facts, sorted. */
  scopes(): Promise<readonly string[]>;
}

const known = ['store', 'scope', 'agent'] as const satisfies readonly (keyof LongTermMemoryOptions)[];

/**
 * Long-term memory of agents. It can be made at the top level of a file or in workflow code, where its scope may depend
 * on the run's input.
 *
 * ```ts
 * const facts = longTermMemory({ store: 'facts', scope: 'user:123' });
 * const helper = agent('helper', { instructions: 'Help.', model: 'openai/gpt-5', longTermMemory: facts });
 * ```
 * @throws PerdureError `Memory.InvalidOptions`
 */
export function longTermMemory(options: LongTermMemoryOptions = {}): LongTermMemory {
  const problems = new OptionProblems('longTermMemory', 'Memory.InvalidOptions');
  problems.unknown(options, known);
  for (const name of known) problems.attempt(() => options[name] !== undefined && checkKey(options[name], name));
  problems.throwAny();
  const { store = 'default', scope = 'default', agent } = options;
  const factsOf = (user: string): Facts => new Facts({ store, agent: agent ?? user, scope });
  const mine = (): Facts => {
    if (agent === undefined) throw noAgent();
    return factsOf(agent);
  };
  const memory: LongTermMemory = {
    store,
    scope,
    agent,
    memorize: (key, value) => startOrReject(() => mine().memorize(key, value)),
    recall: ((...given: [key?: string]) => startOrReject(() => recall(mine(), given))) as LongTermMemory['recall'],
    forget: (...given) =>
      startOrReject(() => {
        if (given.length > 0) checkKey(given[0], 'The key to forget (without any, everything is forgotten)');
        return mine().forget(given[0]);
      }),
    keys: () => startOrReject(() => mine().keys()),
    scopes: () => startOrReject(() => mine().scopes()),
    [toolSource]: (user) => memoryTools(factsOf(user.agent)),
    [toolHint]: () => memoryHint,
  };
  return Object.freeze(memory);
}

/** A key that is there and `undefined` is a mistake: who looks something up by it does not want everything. */
function recall(facts: Facts, given: readonly [key?: string]): Promise<unknown> {
  if (given.length === 0) {
    return after(facts.recall(), (all) => Object.fromEntries(all.map(({ key, value }) => [key, value])));
  }
  const [key] = given;
  checkKey(key, 'The key to recall (without any, everything is recalled)');
  return after(facts.recall(key), ([fact]) => fact?.value);
}

function noAgent(): PerdureError {
  return new PerdureError({
    code: 'Memory.NoAgent',
    message:
      "Long-term memory: it is not said whose facts are meant. In workflow code give it the option 'agent', the agent's name: longTermMemory({ store, scope, agent: 'helper' }).",
  });
}
