import { race } from '../flow/race.js';
import { sleep } from '../flow/time.js';
import { runtime } from '../runtime.js';
import { agentError } from './agent-error.js';
import { compactIfFull } from './compact.js';
import { type Conversation, conversations } from './conversation.js';
import type { AgentDefinition } from './definition.js';
import { judgeOf } from './judge.js';
import { type AgentResult, AgentRun, checkQuestion } from './run-agent.js';
import { conversationIn } from './working-memory.js';

export interface AgentCallOptions {
  /** What the agent should know besides the question: earlier findings, a document. */
  readonly context?: string;
}

/** One question to an agent, cancelled through the promise that comes back. */
export function callAgent(
  agent: AgentDefinition,
  question: string,
  { context }: AgentCallOptions = {},
): Promise<AgentResult<unknown>> {
  return runtime().scope(() => inTime(agent, () => work(agent, question, context)));
}

async function work(
  agent: AgentDefinition,
  question: string,
  context: string | undefined,
): Promise<AgentResult<unknown>> {
  if (typeof question !== 'string') {
    throw agentError(
      'Agent.InvalidInput',
      agent.name,
      `it takes a text, but was given ${typeof question}. Use JSON.stringify(…).`,
    );
  }
  const judge = judgeOf(agent);
  const checked = await checkQuestion(agent, question, judge);
  const asked = context ? `<context>\n${context}\n</context>\n\n${checked}` : checked;
  const { workingMemory } = agent;
  if (workingMemory) {
    const conversation = conversationIn(workingMemory, agent.name);
    return conversation.exclusively(async () => {
      await compactIfFull(agent, workingMemory, conversation);
      return remembering(conversation, () => new AgentRun(agent, conversation, judge).answer(asked));
    });
  }
  const conversation = conversations().open(agent.name);
  try {
    return await new AgentRun(agent, conversation, judge).answer(asked);
  } finally {
    conversations().close(conversation);
  }
}

/** A question that failed is forgotten: what is left of it, such as tool calls without results, no model would accept. */
async function remembering<T>(conversation: Conversation, talk: () => Promise<T>): Promise<T> {
  const before = conversation.messages.length;
  try {
    return await talk();
  } catch (error) {
    conversation.replace(conversation.messages.slice(0, before));
    throw error;
  }
}

async function inTime(agent: AgentDefinition, run: () => Promise<AgentResult<unknown>>): Promise<AgentResult<unknown>> {
  const { totalTimeout, name } = agent;
  if (totalTimeout === undefined) return run();
  const first = await race({ work: run, time: () => sleep(totalTimeout) });
  if (first.winner === 'work') return first.value;
  throw agentError('Agent.TimedOut', name, `it did not end within ${totalTimeout} ms ('totalTimeout').`);
}
