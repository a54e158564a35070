import type { McpQuestion, McpReply } from '../../src/contract/mcp.js';
import { type OpenCall, openCall } from './open-call.js';

interface Held {
  readonly question: McpQuestion;
  answer(this: void, reply: McpReply): void;
}

/**
 * Finds out which of a connection's calls a question of the server belongs to: the protocol does not say. By HTTP it
 * comes with the answer to a call. A program has one output for all: there a question is held until the only calls left
 * are calls that ask; is it more than one, they are made again one by one.
 */
export class Questions {
  private readonly calls = new Set<OpenCall>();
  private held: Held[] = [];
  private exclusive = false;
  private waiting: { readonly call: OpenCall; readonly alone: boolean; readonly enter: () => void }[] = [];

  /** Whether any call is under way or waits for its turn. */
  get isIdle(): boolean {
    return this.calls.size === 0 && this.waiting.length === 0;
  }

  /** Makes a call together with others, or `alone` if it brings answers: they must reach nobody else. */
  async during<T>(call: OpenCall, alone: boolean, run: () => Promise<T>): Promise<T> {
    if (this.waiting.length === 0 && this.mayEnter(alone)) this.enter(call, alone);
    else await new Promise<void>((enter) => this.waiting.push({ call, alone, enter }));
    try {
      return await openCall.run(call, run);
    } finally {
      this.calls.delete(call);
      this.settle();
      this.admit();
    }
  }

  ask(question: McpQuestion): McpReply | Promise<McpReply> {
    const call = openCall.getStore();
    if (call) return call.ask(question);
    return new Promise((answer) => {
      this.held.push({ question, answer });
      this.settle();
    });
  }

  private settle(): void {
    const { calls, held } = this;
    if (held.length === 0 || held.length < calls.size) return;
    this.held = [];
    const [only] = calls;
    for (const { question, answer } of held) {
      if (calls.size === 1 && only) answer(only.ask(question));
      else answer({ action: 'cancel' });
    }
    if (calls.size > 1) for (const call of calls) call.isUnclear = true;
  }

  private mayEnter(alone: boolean): boolean {
    // A question that is held waits for calls to end: no new ones until then.
    return this.calls.size === 0 || (!alone && !this.exclusive && this.held.length === 0);
  }

  private admit(): void {
    for (let next = this.waiting[0]; next !== undefined && this.mayEnter(next.alone); next = this.waiting[0]) {
      this.waiting.shift();
      this.enter(next.call, next.alone);
      next.enter();
    }
  }

  /** At once, so that whoever asks next finds it taken. */
  private enter(call: OpenCall, alone: boolean): void {
    this.exclusive = alone;
    this.calls.add(call);
  }
}
