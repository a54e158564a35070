import { randomUUID } from 'node:crypto';
import { type App, type Run } from '../../client/index.js';
import { type ChatInput, chatQuery, type ChatState, chatWorkflow } from '../../src/contract/chat.js';
import { PerdureError } from '../../src/errors.js';
import { stuckError } from '../../src/contract/stuck-run.js';
import { lookAt } from '../runs/look-at.js';
import { NoWorkerWatch } from '../runs/no-worker-watch.js';
import type { Shell } from '../shell.js';
import { noStatusLine, statusLine } from '../terminal/status-line.js';

/** A chat that is ready to be talked to. */
export interface OpenChat {
  readonly app: App;
  readonly run: Run;
  readonly agent: string;
  /** What the frames of its stream call the conversation. */
  readonly conversation: string;
  /** How many answers there are already. */
  readonly turns: number;
  /** Whether it was there before. */
  readonly isJoined: boolean;
}

interface Wanted extends ChatInput {
  readonly id: string | undefined;
}

const millisecondsBetweenLooks = 500;

/**
 * Begins a chat, or joins the one of that id.
 * @throws PerdureError `Agent.NotFound`, `Chat.NotAChat`, `Chat.OtherAgent`, `Run.NoWorker`, `Run.CodeMismatch`
 */
export async function openChat(shell: Shell, app: App, { id: given, ...input }: Wanted): Promise<OpenChat> {
  const { agent } = input;
  const id = given ?? `chat-${agent}-${randomUUID().slice(0, 8)}`;
  const isJoined = given !== undefined && (await isOpen(app, given));
  await app.start(chatWorkflow, input, { id, idReuse: 'join', taskQueue: shell.options.taskQueue });
  const run = app.run(id);
  const state = await firstAnswer(shell, app, run);
  if (state.agent !== agent) throw otherAgent(id, state.agent, agent);
  return { app, run, agent, conversation: state.conversation, turns: state.turns, isJoined };
}

async function isOpen(app: App, id: string): Promise<boolean> {
  try {
    const { workflow, status } = await app.run(id).describe();
    const open = status === 'running' || status === 'paused';
    if (open && workflow !== chatWorkflow) throw notAChat(id, workflow);
    return open;
  } catch (error) {
    if (PerdureError.is(error, 'Run.NotFound')) return false;
    throw error;
  }
}

/** A question comes before the first prompt: what is wrong is said before anybody types. */
async function firstAnswer(shell: Shell, app: App, run: Run): Promise<ChatState> {
  const status = shell.hasScreen ? statusLine(process.stderr, 'waiting for a worker') : noStatusLine;
  const noWorker = new NoWorkerWatch(app, shell);
  // A run that fails at once says why; one that ends otherwise meanwhile is asked all the same.
  const failure = run.result().then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  try {
    for (let answer = ask(app, run.id); ;) {
      const first = await Promise.race([answer, failure, after(millisecondsBetweenLooks)]);
      if (first !== undefined && 'error' in first) throw first.error;
      if (first !== undefined && 'state' in first) return first.state;
      if (first !== undefined) answer = after(millisecondsBetweenLooks).then(() => ask(app, run.id));
      const now = await lookAt(app, run.id);
      if (now.stuck) throw stuckError(run.id, now.stuck);
      await noWorker.look(now, status);
      status.say('waiting for a worker');
    }
  } finally {
    status.clear();
  }
}

type Asked = { readonly state: ChatState } | { readonly silence: unknown };

async function ask(app: App, id: string): Promise<Asked> {
  try {
    return { state: await app.client.workflow.getHandle(id).query<ChatState>(chatQuery) };
  } catch (silence) {
    // No worker, or one that has not begun the run yet: asked again, while we look why.
    return { silence };
  }
}

function after(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds, undefined));
}

function notAChat(id: string, workflow: string): PerdureError {
  return new PerdureError({
    code: 'Chat.NotAChat',
    message: `Run '${id}' is an open run of workflow '${workflow}' and no chat. Choose another --id.`,
    details: { run: id, workflow },
  });
}

function otherAgent(id: string, agent: string, wanted: string): PerdureError {
  return new PerdureError({
    code: 'Chat.OtherAgent',
    message: `Chat '${id}' is with agent '${agent}', not with '${wanted}'. Go on with perdure chat ${agent} --id ${id}, or choose another --id.`,
    details: { run: id, agent },
  });
}
