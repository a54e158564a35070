import type { Command } from 'commander';
import { onAction } from '../action.js';
import { type AppOptions, appOption } from '../app/app-option.js';
import { jsonView } from '../chat/json-view.js';
import { converse } from '../chat/converse.js';
import { type Lines, oneLine, pipedLines, typedLines } from '../chat/lines.js';
import { openChat } from '../chat/open-chat.js';
import { plainView } from '../chat/plain-view.js';
import type { ChatView } from '../chat/chat-view.js';
import { TerminalView } from '../chat/terminal-view.js';
import { toCount } from '../count-option.js';
import { type ExitCode, exitCodeOf } from '../exit-code.js';
import { toMilliseconds } from '../../src/duration.js';
import type { Shell } from '../shell.js';
import { statusLine } from '../terminal/status-line.js';
import { shellWord } from '../terminal/show-value.js';

interface ChatOptions extends AppOptions {
  readonly id?: string;
  readonly worker?: string;
  readonly idle?: string;
  readonly maxEvents?: number;
}

/** `perdure chat` */
export function chat(command: Command): void {
  command
    .description('Talks with an agent of the app; the chat lives on as a run, and can be come back to.')
    .argument('<agent>', "the agent's name")
    .argument('[message...]', 'one message: its reply is printed, and the chat is left')
    .option('--id <id>', 'the chat to begin or to come back to (default: a new one)')
    .addOption(appOption())
    .option('--worker <file>', "with --app: a file whose default export has the worker's options, such as models")
    .option('--idle <duration>', 'a new chat ends when nothing was said for so long (default: 1 day)')
    .option('--max-events <count>', 'a new chat goes on in a new run with so many events in its history', toCount)
    .addHelpText('after', examples);
  onAction<[string, string[]], ChatOptions>(command, async (shell, [agent, words], options) => {
    const view = viewOf(shell);
    try {
      return await chatWith(shell, view, agent, words.join(' '), options);
    } catch (error) {
      if (!shell.json) throw error;
      view.failed(error);
      return exitCodeOf(error);
    }
  });
}

async function chatWith(
  shell: Shell,
  view: ChatView,
  agent: string,
  message: string,
  { id, app: files, worker: workerFile, idle, maxEvents }: ChatOptions,
): Promise<ExitCode> {
  const idleTimeout = idle === undefined ? undefined : toMilliseconds(idle, '--idle');
  const worker = files && (await (await import('../chat/worker-here.js')).workerHere(shell, files, workerFile));
  const app = await shell.connect(worker?.stream);
  try {
    await worker?.start(app);
    const opened = await openChat(shell, app, {
      id,
      agent,
      ...(idleTimeout !== undefined && { idleTimeout }),
      ...(maxEvents !== undefined && { maxEvents }),
    });
    view.begin(opened);
    return await converse({
      shell,
      chat: opened,
      view,
      lines: linesOf(shell, message),
      worker,
      stopsAtFailure: message !== '' || !shell.canAsk,
      workerWords: worker ? wordsOf(files, workerFile) : '',
    });
  } finally {
    await worker?.stop();
  }
}

/** What has to be said again for a worker like this one. */
function wordsOf(files: readonly string[] = [], worker: string | undefined): string {
  const words = [...files.map((file) => ['--app', file]), ...(worker === undefined ? [] : [['--worker', worker]])];
  return words.map(([option = '', file = '']) => ` ${option} ${shellWord(file)}`).join('');
}

function viewOf(shell: Shell): ChatView {
  const withStack = shell.options.debug === true;
  if (shell.json) return jsonView(withStack);
  if (!shell.hasScreen || process.stdout.isTTY !== true) return plainView(withStack);
  const status = statusLine(process.stderr, '');
  status.clear();
  return new TerminalView({ stream: process.stdout, colours: shell.colours, status, withStack });
}

function linesOf(shell: Shell, message: string): Lines {
  if (message !== '') return oneLine(message);
  return shell.canAsk ? typedLines('> ') : pipedLines();
}

const examples = `
Examples:
  perdure chat assistant                        with the agents of whatever worker polls the queue
  perdure chat assistant --app src/app.ts       with a worker in this process
  perdure chat assistant --id tea "And Assam?"  one more message to the chat 'tea'`;
