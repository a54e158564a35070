import { PerdureError } from '../../src/errors.js';
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-code.js';
import { printPaused, questionsAt } from '../runs/print-paused.js';
import type { Shell } from '../shell.js';
import type { ChatView } from './chat-view.js';
import { printLine } from './json-view.js';
import type { Lines } from './lines.js';
import type { OpenChat } from './open-chat.js';
import { endChat } from './say.js';
import { waitForReply } from './wait-for-reply.js';

/** How a conversation on the command line was over: the chat goes on without us, or has ended. */
export interface Parting {
  readonly exitCode: ExitCode;
  readonly hasEnded: boolean;
}

export interface Talk {
  readonly shell: Shell;
  readonly chat: OpenChat;
  readonly view: ChatView;
  readonly lines: Lines;
  /** Whether a question that failed ends the talk: nobody is there who could ask another one. */
  readonly stopsAtFailure: boolean;
}

/** Says one line after another, and shows the replies. */
export async function talk({ shell, chat, view, lines, stopsAtFailure }: Talk): Promise<Parting> {
  for (;;) {
    const line = await lines.next();
    const text = line?.trim();
    if (text === undefined || text === '/exit') return { exitCode: exitCodes.succeeded, hasEnded: false };
    if (text === '') continue;
    if (text === '/end') {
      await endChat(chat.app, chat.run.id);
      return { exitCode: exitCodes.succeeded, hasEnded: true };
    }
    view.asked();
    const answer = await waitForReply(shell, chat, text, view);
    if (answer.how === 'replied') await view.reply(answer.reply);
    if (answer.how === 'paused') {
      if (shell.json) printLine('paused', { pauses: await questionsAt(shell, chat.app, answer.places) });
      else await printPaused(shell, chat.app, chat.run, answer.places);
      return { exitCode: exitCodes.paused, hasEnded: false };
    }
    if (answer.how === 'failed') {
      const isOver = PerdureError.is(answer.error, 'Chat.Ended');
      view.failed(answer.error);
      if (isOver || stopsAtFailure) return { exitCode: failureOf(answer.error), hasEnded: isOver };
    }
  }
}

/** A server that the agent did not reach is a failure like any other. */
function failureOf(error: unknown): ExitCode {
  const code = exitCodeOf(error);
  return code === exitCodes.noServer && !PerdureError.is(error, 'Server.NotReachable') ? exitCodes.failed : code;
}
