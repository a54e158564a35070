import type { ExitCode } from '../exit-code.js';
import { repeatedOptions } from '../settings.js';
import { shellWord } from '../terminal/show-value.js';
import { untilInterrupted } from '../until-interrupted.js';
import { followFrames } from './follow-frames.js';
import { printLine } from './json-view.js';
import { talk, type Talk } from './talk.js';
import type { WorkerHere } from './worker-here.js';

export interface Conversation extends Talk {
  readonly worker: WorkerHere | undefined;
  /** Options by which the same worker is started again. */
  readonly workerWords: string;
}

/** Shell's word for a program that Ctrl-C has ended. */
const interruptedCode = 130;

/** Talks until somebody leaves or ends the chat, or the worker of this process ends. */
export async function converse(conversation: Conversation): Promise<ExitCode> {
  const { shell, chat, view, worker } = conversation;
  const frames = followFrames(
    chat.run,
    (event) => view.frame(event),
    (text) => shell.note(text),
  );
  if (chat.isJoined) await frames.caughtUp();
  const interrupted = untilInterrupted(() => undefined);
  const workerEnded = worker?.ended.then((error) => Promise.reject(error as Error));
  const ends = [talk(conversation), interrupted, ...(workerEnded ? [workerEnded] : [])];
  const parting = await Promise.race(ends);
  view.aside();
  if (parting === 'interrupted') {
    shell.note(comeBack(conversation));
    await worker?.stop();
    process.exit(interruptedCode);
  }
  if (shell.json) printLine('end', { id: chat.run.id, ended: parting.hasEnded });
  else shell.note(parting.hasEnded ? `Chat '${chat.run.id}' has ended.` : comeBack(conversation));
  return parting.exitCode;
}

function comeBack({ shell: { options }, chat: { agent, run }, workerWords }: Conversation): string {
  const queue = options.taskQueue === undefined ? '' : ` --task-queue ${shellWord(options.taskQueue)}`;
  const command = `perdure chat${repeatedOptions(options)}${queue}${workerWords} ${shellWord(agent)} --id ${shellWord(run.id)}`;
  return `The chat stays. To come back: ${command}`;
}
