import type { CarriedChat, ChatReply } from '../contract/chat.js';
import { findDefinition, listDefinitions } from '../definition/register.js';
import { PerdureError } from '../errors.js';
import type { Message } from '../model/message.js';
import { addUsage, noUsage, type Usage } from '../model/reply.js';
import { runtime } from '../runtime.js';
import type { Agent } from './agent.js';
import { callAgent } from './call-agent.js';
import type { Conversation } from './conversation.js';
import { defineAgent } from './define-agent.js';
import { agentDefinition, type AgentDefinition } from './definition.js';
import { conversationIn, workingMemory, type WorkingMemory } from './working-memory.js';

/** What an agent without a memory of its own remembers in a chat; most models take a little more. In tokens. */
const usualMemory = 100_000;
/** Characters of messages that one run hands to the next: well below what history takes, in every script. */
const mostCarried = 500_000;

/** One chat with an agent: one question after another, everything in one memory. */
export class ChatSession {
  readonly conversation: Conversation;
  private readonly memory: WorkingMemory;
  private readonly first: AgentDefinition;
  private speaker: AgentDefinition;
  private last: Promise<unknown> = Promise.resolve();
  turns: number;
  usage: Usage;

  /** @throws PerdureError `Agent.NotFound` listing those there are */
  constructor(agent: string, carried?: CarriedChat) {
    const asked = findAgent(agent);
    const { provider, model } = asked.model;
    this.memory =
      asked.workingMemory ?? workingMemory({ maxTokens: usualMemory, compact: { model: `${provider}/${model}` } });
    this.first = talking(asked, this.memory);
    this.speaker = find(this.first, carried?.speaker ?? agent) ?? this.first;
    this.turns = carried?.turns ?? 0;
    this.usage = carried?.usage ?? noUsage;
    this.conversation = conversationIn(this.memory, agent);
    if (carried) this.conversation.replace(carried.said);
  }

  get speakerName(): string {
    return this.speaker.name;
  }

  /** @throws what the agent throws; the question is then forgotten, and the chat goes on */
  say(text: string): Promise<ChatReply> {
    // Who speaks is known when what was said before is answered.
    const reply = this.last.then(() => this.answer(text));
    this.last = reply.catch(() => undefined);
    return reply;
  }

  /** What the next run needs; the oldest messages are left out where all of them are too many. */
  carry(): CarriedChat {
    const { messages } = this.conversation;
    const said = newestThatFit(messages, mostCarried);
    if (said.length < messages.length) {
      const left = messages.length - said.length;
      runtime().log.warn(`The chat is long: its oldest ${left} messages are left out from now on.`, { left });
    }
    return { said, speaker: this.speaker.name, turns: this.turns, usage: this.usage };
  }

  private async answer(text: string): Promise<ChatReply> {
    const { output, agent, stopReason, usage } = await callAgent(this.speaker, text);
    this.speaker = find(this.first, agent) ?? this.speaker;
    this.turns += 1;
    this.usage = addUsage(this.usage, usage);
    return { output, agent, stopReason, usage, turn: this.turns };
  }
}

function findAgent(name: string): AgentDefinition {
  const found = findDefinition('agent', name) as Agent<unknown> | undefined;
  if (found !== undefined) return found[agentDefinition];
  const known = [...listDefinitions('agent').keys()];
  throw new PerdureError({
    code: 'Agent.NotFound',
    message: `There is no agent '${name}'. The worker's app has: ${known.join(', ') || 'none'}. Is the name right, and is the agent made at the top level of one of the app's files?`,
    details: { agent: name, known },
  });
}

/** The agent, and those it may hand over to, with the chat's memory, and showing what they do. */
function talking(agent: AgentDefinition, memory: WorkingMemory): AgentDefinition {
  const handoffs = agent.handoffs.map((next) => ({ [agentDefinition]: talking(next, memory) }));
  return defineAgent(agent.name, { ...agent.options, handoffs, workingMemory: memory, stream: true });
}

function find(agent: AgentDefinition, name: string): AgentDefinition | undefined {
  if (agent.name === name) return agent;
  for (const next of agent.handoffs) {
    const found = find(next, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Begins with a person's words: tool calls stay with their results. */
function newestThatFit(messages: readonly Message[], characters: number): readonly Message[] {
  let size = 0;
  let start = messages.length;
  for (let index = messages.length - 1; index >= 0; index--) {
    const message = messages[index] as Message;
    size += JSON.stringify(message).length;
    if (size > characters) break;
    if (message.role === 'user') start = index;
  }
  return messages.slice(start);
}
