import { stuckError } from '../../src/contract/stuck-run.js';
import type { ChatReply } from '../../src/contract/chat.js';
import { PerdureError } from '../../src/errors.js';
import { answerPauses } from '../runs/answer-pauses.js';
import { lookAt, type RunNow } from '../runs/look-at.js';
import { NoWorkerWatch } from '../runs/no-worker-watch.js';
import type { PausedPlace } from '../runs/paused-places.js';
import type { Shell } from '../shell.js';
import { noStatusLine } from '../terminal/status-line.js';
import type { ChatView } from './chat-view.js';
import type { OpenChat } from './open-chat.js';
import { say } from './say.js';

/** How a question ended. `paused`: it waits for a person who is not here. */
export type Answered =
  | { readonly how: 'replied'; readonly reply: ChatReply }
  | { readonly how: 'failed'; readonly error: unknown }
  | { readonly how: 'paused'; readonly places: readonly PausedPlace[] };

/** A pause is to be seen soon; most answers take longer than this. In milliseconds. */
const looks = [200, 400] as const;
const millisecondsBetweenLooks = 1_000;

/**
 * Says something and waits for the reply, for as long as it takes; pauses are put to the person at the terminal.
 * @throws PerdureError `Run.CodeMismatch`, `Run.TaskFailing`
 */
export async function waitForReply(shell: Shell, chat: OpenChat, text: string, view: ChatView): Promise<Answered> {
  const { app, run } = chat;
  const noWorker = new NoWorkerWatch(app, shell);
  const answer = say(app, run.id, text).then(
    (reply): Answered => ({ how: 'replied', reply }),
    (error: unknown): Answered => ({ how: 'failed', error }),
  );
  for (let look = 0; ; look++) {
    const end = await Promise.race([answer, after(looks[look] ?? millisecondsBetweenLooks)]);
    if (end !== undefined) return end;
    const now = await lookQuietly(chat);
    if (now === undefined) continue;
    if (now.stuck) throw stuckError(run.id, now.stuck);
    if (now.paused.length > 0) {
      view.aside();
      const isAnswered = shell.canAsk && (await answerPauses(shell, app, now.paused)) === 'answered';
      if (!isAnswered) return { how: 'paused', places: now.paused };
    }
    // Somebody who waits for an answer waits for a worker that is being restarted, too.
    if (shell.hasScreen) await noWorker.look(now, { ...noStatusLine, clear: () => view.aside() });
    view.busy(now.doing);
  }
}

/** A server that is being restarted is no end of the chat. */
async function lookQuietly({ app, run }: OpenChat): Promise<RunNow | undefined> {
  try {
    return await lookAt(app, run.id);
  } catch (error) {
    if (PerdureError.is(error, 'Server.NotReachable')) return undefined;
    throw error;
  }
}

function after(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds, undefined));
}
