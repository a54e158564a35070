import { setTimeout } from 'node:timers/promises';
import type { Run } from 'perdure/client';
import type { TestEnvironment } from 'perdure/testing';

/** How a run that is to be recorded is played: what its people do while it goes on. */
export interface Story {
  readonly input?: unknown;
  readonly play?: (run: Run, environment: TestEnvironment) => Promise<void>;
  /** The run is recorded as it stands after `play`, open. */
  readonly staysOpen?: boolean;
  /** The namespace is taken for one without the search attribute of open pauses. */
  readonly withMemo?: boolean;
  /** The workflow, if it is not of the story's name. */
  readonly workflow?: string;
}

async function opened(run: Run, count = 1): Promise<void> {
  while ((await run.pauses()).length < count) await setTimeout(20);
}

async function answerAll(run: Run, { client }: TestEnvironment): Promise<void> {
  await opened(run);
  await run.resume('by_update', { ok: 'no boolean' }).catch(() => undefined);
  await run.resume('by_update', { ok: true });
  await client.workflow.getHandle(run.id).signal('resume', { name: 'by_signal', value: 'signalled' });
  while (!(await run.pauses()).some(({ id }) => id === 'right')) await setTimeout(20);
  await run.resume('right', 0);
  await run.resume('left', null);
}

/** Three messages, and the end. */
async function chat({ id }: Run, { client }: TestEnvironment): Promise<void> {
  const handle = client.workflow.getHandle(id);
  const say = (text: string): Promise<unknown> => handle.executeUpdate<unknown, [object]>('say', { args: [{ text }] });
  for (const text of ['Hello.', 'And now?', 'And then?']) await say(text);
  await handle.executeUpdate('end');
}

/** By the name of the file, which is also the workflow's. */
export const stories: Readonly<Record<string, Story>> = {
  steps: {},
  fails: {},
  settles: {},
  parallel_fails: {},
  windows: {},
  timers: {},
  graph: {},
  asks: { play: answerAll },
  asks_with_memo: { workflow: 'asks', play: answerAll, withMemo: true },
  asks_again: {
    play: async (run) => {
      await run.resume('again', 1, { wait: true });
      await run.resume('again#2', 2, { wait: true });
    },
  },
  times_out: {},
  waits: { play: (run) => opened(run), staysOpen: true },
  children: {},
  cleans_up: {
    play: async (run) => {
      await opened(run);
      await run.cancel();
    },
  },
  refuses: { input: { count: 'many' } },
  continues: { input: 1 },
  safeguards: {},
  approves: {
    play: async (run) => {
      await run.resume('approve:guarded', { approved: true }, { wait: true });
      await run.resume('approve:guarded#2', { approved: false }, { wait: true });
    },
  },
  undoes: {},
  lasts_beyond: {
    play: async (run, { client }) => {
      const handle = client.workflow.getHandle(run.id);
      while (((await handle.describe()).raw.pendingActivities ?? []).length === 0) await setTimeout(20);
      await run.cancel();
    },
  },
  goes_on: { input: 1 },
  chunks: {},
  races: {},
  wakes: { play: async (run) => void (await run.resume('is_answered', 'early', { wait: true })) },
  agent_works: {},
  agent_remembers: {
    play: async (run) => void (await run.resume('approve:allowed', { approved: true }, { wait: true })),
  },
  mcp_works: {
    play: async (run) => {
      const answer = { action: 'accept', content: { name: 'Ada', integer: 7 } };
      await run.resume('elicit:everything.trigger-elicitation-request', answer, { wait: true });
    },
  },
  agent_is_equipped: {},
  chats: { workflow: 'perdure.chat', input: { agent: 'keeper' }, play: chat },
  chats_on: { workflow: 'perdure.chat', input: { agent: 'keeper', maxEvents: 10 }, play: chat },
};
