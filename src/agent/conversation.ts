import {
  type ConversationPage,
  type ConversationRequest,
  conversationsKey,
  pageBytes,
} from '../contract/model-call.js';
import { PerdureError } from '../errors.js';
import type { Message } from '../model/message.js';
import { runtime } from '../runtime.js';
import { type AgentSpec, digestOf } from './spec.js';

/**
 * The messages of one conversation, in the state of the run. Within an epoch it only grows, so that whoever has read it
 * up to a number needs the rest only; compaction, which replaces what was said, begins a new epoch.
 */
export class Conversation {
  private said: Message[] = [];
  private turn: Promise<unknown> = Promise.resolve();
  epoch = 0;
  /** Of all messages. */
  digest = '';
  /** What the worker has been handed, so that nothing is handed over twice. */
  shared: { readonly messages: number; readonly spec: string | undefined } = { messages: 0, spec: undefined };

  constructor(readonly id: string) {}

  get messages(): readonly Message[] {
    return this.said;
  }

  append(...messages: readonly Message[]): void {
    for (const message of messages) {
      this.said.push(message);
      this.digest = digestOf(`${this.digest}${JSON.stringify(message)}`);
    }
  }

  replace(messages: readonly Message[]): void {
    this.said = [];
    this.digest = '';
    this.append(...messages);
    this.epoch += 1;
    this.shared = { messages: 0, spec: undefined };
  }

  markShared(spec: string): void {
    this.shared = { messages: this.said.length, spec };
  }

  /** One speaks at a time: messages of two agents in between each other are no conversation. */
  exclusively<T>(talk: () => Promise<T>): Promise<T> {
    const result = this.turn.then(talk);
    this.turn = result.catch(() => undefined);
    return result;
  }
}

/** The conversations of one run, and what the models in them were told. */
export class Conversations {
  private readonly byId = new Map<string, Conversation>();
  private readonly specs = new Map<string, AgentSpec>();
  private readonly opened = new Map<string, number>();

  /** A new one; the second of an agent is called `researcher#2`. */
  open(name: string): Conversation {
    const number = (this.opened.get(name) ?? 0) + 1;
    this.opened.set(name, number);
    const conversation = new Conversation(number === 1 ? name : `${name}#${number}`);
    this.byId.set(conversation.id, conversation);
    return conversation;
  }

  /** Nobody can ask for it any more. */
  close({ id }: Conversation): void {
    this.byId.delete(id);
  }

  /** Keeps a specification under its digest. */
  keep(spec: AgentSpec): string {
    const digest = digestOf(JSON.stringify(spec));
    this.specs.set(digest, spec);
    return digest;
  }

  /**
   * Answers who has not heard everything: as many messages as fit into one answer.
   * @throws PerdureError `Agent.NoConversation`
   */
  page({ conversation, epoch, from, spec }: ConversationRequest): ConversationPage {
    const found = this.byId.get(conversation);
    if (found?.epoch !== epoch) {
      throw new PerdureError({
        code: 'Agent.NoConversation',
        message: `Conversation '${conversation}' (epoch ${epoch}) is over or has not begun.`,
      });
    }
    const messages: Message[] = [];
    let bytes = 0;
    for (const message of found.messages.slice(from)) {
      bytes += JSON.stringify(message).length;
      if (messages.length > 0 && bytes > pageBytes) break;
      messages.push(message);
    }
    const specification = spec === undefined ? undefined : this.specs.get(spec);
    return { messages, ...(specification && { spec: specification }) };
  }
}

export function conversations(): Conversations {
  return runtime().state(conversationsKey, () => new Conversations());
}
