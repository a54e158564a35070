import { OptionProblems } from '../definition/check-options.js';
import { positiveTime } from '../definition/positive-time.js';
import type { ModelCallInput } from '../contract/model-call.js';
import { parseModelName } from '../model/model-name.js';
import { defineTask } from '../task/define-task.js';
import type { TaskDefinition } from '../task/definition.js';
import { agentDefinition, type AgentDefinition, type AgentOptions } from './definition.js';
import { defineOutput } from './output.js';
import { skillParts, type SkillSet } from './skills/skill-set.js';
import { type AgentTool, toSources } from './to-tool.js';
import { toolSource, type ToolSource } from './tool.js';

const known = [
  'instructions',
  'model',
  'description',
  'tools',
  'output',
  'maxToolCalls',
  'onLimit',
  'maxTokens',
  'temperature',
  'reasoning',
  'stream',
  'guardrails',
  'guardrailAttempts',
  'budget',
  'handoffs',
  'workingMemory',
  'longTermMemory',
  'skills',
  'retry',
  'timeout',
  'totalTimeout',
  'queue',
] as const satisfies readonly (keyof AgentOptions)[];

/** Models fail for a moment more often than most services. */
const defaultAttempts = 5;
/** A model call is the longest wait of most runs: a lost worker is noticed sooner than with tasks. In milliseconds. */
const lostAfter = 10_000;

/**
 * Turns a name and options into a frozen definition.
 * @throws PerdureError `Agent.InvalidOptions` with all problems at once, `Agent.InvalidTool`
 */
export function defineAgent(name: string, options: AgentOptions): AgentDefinition {
  const problems = new OptionProblems(`agent '${name}'`, 'Agent.InvalidOptions');
  problems.unknown(options, known);
  if (typeof options.instructions !== 'string' || options.instructions.trim() === '') {
    problems.add('instructions must be a text that says what the agent has to do');
  }
  const model = problems.attempt(() => parseModelName(options.model));
  checkChoices(options, problems);
  problems.schemas(options, ['output']);
  const totalTimeout = positiveTime(options.totalTimeout, 'totalTimeout', problems);
  const output = options.output && '~standard' in options.output ? defineOutput(options.output, problems) : undefined;
  const call = problems.attempt(() => defineCall(name, options));
  problems.throwAny();
  return Object.freeze({
    name,
    instructions: options.instructions,
    model: model as AgentDefinition['model'],
    description: options.description,
    tools: toSources(name, allTools(options)),
    output,
    maxToolCalls: options.maxToolCalls ?? 10,
    onLimit: options.onLimit ?? 'answer',
    settings: {
      maxTokens: options.maxTokens ?? 4096,
      ...(options.temperature !== undefined && { temperature: options.temperature }),
      ...(options.reasoning !== undefined && { reasoning: options.reasoning }),
    },
    stream: options.stream ?? false,
    inputGuardrails: options.guardrails?.input ?? [],
    outputGuardrails: options.guardrails?.output ?? [],
    guardrailAttempts: options.guardrailAttempts ?? 3,
    budget: options.budget,
    handoffs: (options.handoffs ?? []).map((agent) => agent[agentDefinition]),
    workingMemory: options.workingMemory,
    totalTimeout,
    call: call as TaskDefinition,
    options,
  });
}

/** Memory and skills reach a model as tools. */
function allTools({ tools = [], longTermMemory, skills }: AgentOptions): readonly AgentTool[] {
  return [...tools, ...(longTermMemory ? [longTermMemory] : []), ...(skills ? [skills] : [])];
}

/** Each model call is an activity like a task's, with its limits and its attempts. */
function defineCall(name: string, { model, retry, timeout, queue }: AgentOptions): TaskDefinition {
  const summary = ({ turn, phase }: ModelCallInput): string =>
    `${model} · turn ${turn}${phase === 'turn' ? '' : ` (${phase})`}`;
  const attempts = { maximumAttempts: defaultAttempts, ...retry };
  return defineTask(
    name,
    { retry: attempts, timeout, heartbeatTimeout: lostAfter, queue, summary: summary as never },
    () => undefined,
  );
}

function checkChoices(options: AgentOptions, problems: OptionProblems): void {
  const among = (option: 'onLimit' | 'reasoning', choices: readonly string[]): void => {
    const value = options[option];
    if (value !== undefined && !choices.includes(value)) {
      problems.add(`${option} must be one of ${choices.join(', ')}, but got ${JSON.stringify(value)}`);
    }
  };
  among('onLimit', ['answer', 'fail']);
  among('reasoning', ['low', 'medium', 'high']);
  for (const option of ['maxToolCalls', 'maxTokens', 'guardrailAttempts'] as const) {
    const value = options[option];
    if (value === undefined || (Number.isInteger(value) && value >= 1)) continue;
    problems.add(`${option} must be a whole number of at least 1, but got ${String(value)}`);
  }
  for (const tool of options.tools ?? []) {
    const inner = (tool as { readonly [agentDefinition]?: AgentDefinition } | undefined)?.[agentDefinition];
    if (inner?.workingMemory === undefined || inner.workingMemory !== options.workingMemory) continue;
    problems.add(`agent '${inner.name}' cannot be a tool and share the working memory: each would wait for the other`);
  }
  const { longTermMemory } = options;
  if (longTermMemory !== undefined && !(longTermMemory as Partial<ToolSource> | null)?.[toolSource]) {
    problems.add('longTermMemory must be longTermMemory({ … })');
  }
  if (options.skills !== undefined && !(options.skills as Partial<SkillSet> | null)?.[skillParts]) {
    problems.add("skills must be skills('./folder') or skill({ … })");
  }
  for (const agent of options.handoffs ?? []) {
    if (!(agent as Partial<typeof agent>)?.[agentDefinition]) problems.add('handoffs must be agents');
  }
}
