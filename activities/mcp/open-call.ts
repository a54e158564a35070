import { AsyncLocalStorage } from 'node:async_hooks';
import type { McpAnswer, McpQuestion, McpReply } from '../../src/contract/mcp.js';
import { questionDigest } from '../../src/mcp/elicit.js';

/** A call that is on its way to a server. */
export class OpenCall {
  /** What the server asked and nobody has answered yet: the call is then made again with the answer. */
  question: McpQuestion | undefined;
  /** The server asked somebody, and it cannot be told whom: the call is made again, alone. */
  isUnclear = false;
  /** An answer that breaks off can be taken up again, which the SDK does. */
  canResume = false;
  /** Rejects when its answer cannot come any more. */
  readonly lost: Promise<never>;
  private lose: (error: Error) => void = () => undefined;
  private readonly answers: McpAnswer[];

  constructor(answers: readonly McpAnswer[] = []) {
    this.answers = [...answers];
    this.lost = new Promise((_, reject) => (this.lose = reject));
    this.lost.catch(() => undefined);
  }

  /** The answer of a person, if there is one to just this question; else the question is kept. */
  ask(question: McpQuestion): McpReply {
    const index = this.answers.findIndex(({ to }) => to === questionDigest(question));
    if (index < 0) {
      this.question ??= question;
      return { action: 'cancel' };
    }
    const [{ action, content } = notNow] = this.answers.splice(index, 1);
    return { action, ...(content && { content }) };
  }

  /** Told of what the SDK could not put right, while it worked for this call. */
  noticed(problem: string): void {
    if (problem.startsWith('SSE stream disconnected') && !this.canResume) this.lostBy(problem);
    if (problem.startsWith('Maximum reconnection attempts'))
      this.lostBy('the connection broke and could not be taken up');
  }

  lostBy(reason: string): void {
    this.lose(new AnswerLost(reason));
  }
}

const notNow: McpReply = { action: 'cancel' };

/** The connection broke while a call was under way. */
export class AnswerLost extends Error {
  override readonly name = 'AnswerLost';
}

/** Which call the code that runs here works for: what comes back by HTTP comes in the call's own context. */
export const openCall = new AsyncLocalStorage<OpenCall | undefined>();
