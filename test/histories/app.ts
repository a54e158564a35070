// Every way in which a run can produce commands, one workflow each. What they do is recorded: a workflow here may get a
// new sibling, but must not change.
import { CancellationScope, continueAsNew } from '@temporalio/workflow';
import {
  agent,
  continueAsNew as goOn,
  Graph,
  isCancellation,
  longTermMemory,
  map,
  mcp,
  now,
  parallel,
  pause,
  PerdureError,
  pipeline,
  progress,
  race,
  random,
  saga,
  skill,
  sleep,
  task,
  taskContext,
  uncancellable,
  uuid4,
  variable,
  workflow,
  workingMemory,
} from 'perdure';
import { z } from 'zod';

const step = task('step', async (label: string) => label);
const flaky = task('flaky', { retry: { maximumAttempts: 3, initialInterval: '10ms' } }, async () => {
  if (taskContext().attempt < 3) throw new Error('not yet');
  return 'at last';
});
const failing = task('failing', { retry: { maximumAttempts: 1 } }, async (label: string): Promise<string> => {
  throw new PerdureError({ code: 'Paper.Out', message: `no paper for ${label}`, details: { tray: 2 } });
});
const patient = task('patient', { retry: { maximumAttempts: 1 } }, async (): Promise<string> => {
  const { signal } = taskContext();
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
  throw signal.reason;
});

export const steps = workflow('steps', async () => {
  progress('begun');
  return [await step('a'), await flaky(), await pipeline('b', step, step)];
});
export const fails = workflow('fails', async () => failing('the last page'));
export const settles = workflow('settles', async () => {
  const alone = await failing.settle('one');
  const group = await parallel([step('x'), failing('y')], { onError: 'settle' });
  return [alone.status, ...group.map(({ status }) => status)];
});
export const parallelFails = workflow('parallel_fails', async () => {
  try {
    return await parallel([patient(), failing('all'), () => sleep('1 hour')]);
  } catch (error) {
    return (error as PerdureError).code;
  }
});
export const windows = workflow('windows', async () => {
  const items = Array.from({ length: 7 }, (_, index) => `item ${index}`);
  return [await map(step, items, { concurrency: 2 }), await step.map(items.slice(0, 2))];
});
export const timers = workflow('timers', async () => {
  await sleep('20ms', 'a nap');
  await parallel([() => sleep('10ms'), () => sleep('30ms')]);
  return [now().getTime() > 0, random() < 1, uuid4().length];
});

const review = new Graph<string>('review')
  .addNode('begin', step)
  .addNode('security', step)
  .addNode('speed', async (text: string) => (await failing.settle(text)).status)
  .addNode('skipped', step)
  .addNode('sum', async (...texts: unknown[]) => step(JSON.stringify(texts)), { join: 'any' })
  .addEdge('begin', 'security')
  .addEdge('begin', 'speed')
  .addEdge('begin', 'skipped', { when: () => false })
  .addEdge('security', 'sum')
  .addEdge('speed', 'sum')
  .addEdge('skipped', 'sum')
  .startWith('begin')
  .endWith('sum');
export const graph = workflow('graph', async () => review.run('code'));

export const asks = workflow('asks', async () => {
  const byUpdate = await pause('by_update', {
    prompt: 'Good?',
    data: { draft: 1 },
    schema: z.object({ ok: z.boolean() }),
  });
  await step('between');
  const bySignal = await pause('by_signal');
  const both = await parallel([() => pause('left'), () => pause('right')]);
  return { byUpdate, bySignal, both };
});
export const asksAgain = workflow('asks_again', async () => [await pause('again'), await pause('again')]);
export const timesOut = workflow('times_out', async () => {
  const nobody = await pause('quick', { timeout: '20ms', onTimeout: 'nobody' });
  try {
    return await pause('late', { timeout: '20ms' });
  } catch (error) {
    return [nobody, (error as PerdureError).code];
  }
});
export const waits = workflow('waits', async () => pause('for_ever'));

const child = workflow('child', async (label: string) => {
  if (label === 'fail') throw new Error('the child broke');
  return step(label);
});
const parked = workflow('parked', async () => sleep('1 hour'));
export const children = workflow('children', async () => {
  const called = await parallel([() => child('one'), () => child('two')]);
  const failed = await child('fail').catch((error: unknown) => (error as Error).message);
  const started = await parked.start();
  await started.cancel();
  const end = await started.result().catch((error: unknown) => isCancellation(error));
  return [called, failed, end];
});

export const cleansUp = workflow('cleans_up', async () => {
  try {
    await parallel([patient(), pause('never')]);
  } catch (error) {
    if (isCancellation(error)) await CancellationScope.nonCancellable(() => step('clean'));
    throw error;
  }
});
export const refuses = workflow('refuses', { input: z.object({ count: z.number() }) }, async ({ count }) => count);
export const continues = workflow('continues', async (round: number): Promise<string> => {
  await step(`round ${round}`);
  if (round < 2) return continueAsNew<(next: number) => Promise<string>>(round + 1);
  return 'enough';
});

const quick = task('quick', { local: true }, async (label: string) => label);
const fallsBack = task(
  'falls_back',
  { retry: { maximumAttempts: 1 }, fallback: step },
  async (label: string): Promise<string> => {
    throw new Error(`no way to ${label}`);
  },
);
const rollsBack = task(
  'rolls_back',
  { retry: { maximumAttempts: 1 }, rollback: step },
  async (label: string): Promise<string> => {
    throw new Error(`half of ${label}`);
  },
);
const guarded = task('guarded', { approval: true }, async (label: string) => label);

export const safeguards = workflow('safeguards', async () => [
  await quick('local'),
  await fallsBack('x'),
  (await rollsBack.settle('y')).status,
]);
export const approves = workflow('approves', async () => [await guarded('one'), (await guarded.settle('two')).status]);
export const undoes = workflow('undoes', async () => {
  try {
    await saga(async (undo) => {
      undo(() => step('undo first'));
      undo(() => failing('undo second'));
      await failing('the trip');
    });
  } catch (error) {
    return (error as PerdureError).code;
  }
  return 'done';
});
export const lastsBeyond = workflow('lasts_beyond', async () => {
  try {
    return await patient();
  } finally {
    await uncancellable(() => step('clean'));
  }
});
export const goesOn = workflow('goes_on', async (round: number): Promise<string> => {
  await step(`round ${round}`);
  if (round < 2) return goOn(round + 1);
  return 'enough';
});
export const chunks = workflow('chunks', async () => {
  const items = Array.from({ length: 6 }, (_, index) => `item ${index}`);
  return map(step, items, { chunk: 3 });
});

export const races = workflow('races', async () => {
  const first = await race({ step: () => step('quick'), sleep: () => sleep('1h') });
  const index = await race([() => sleep('1h'), () => step('second')]);
  return [first.winner, index.index];
});
export const wakes = workflow('wakes', async () => [
  (await pause('wakes_soon', { after: 20 })) ?? 'woke',
  await pause('is_answered', { after: '1h' }),
]);

const tool = (name: string, risk?: 'write') =>
  task(
    name,
    { description: 'A tool.', input: z.object({ word: z.string() }), ...(risk && { risk }) },
    async ({ word }) => word,
  );
const lookUp = tool('look_up');
const writeDown = tool('write_down', 'write');
const allowed = task(
  'allowed',
  { description: 'Asks first.', input: z.object({ word: z.string() }), approval: true },
  async ({ word }) => word,
);
const base = { instructions: 'Play.', model: 'player/one', retry: { initialInterval: 10 } } as const;
const second = agent('second', { ...base, output: z.object({ word: z.string() }) });
const first = agent('first', { ...base, tools: [lookUp, writeDown], handoffs: [second] });
const memory = workingMemory({ maxTokens: 60, compact: { model: 'player/one', keep: 2 } });
const keeper = agent('keeper', { ...base, tools: [allowed], workingMemory: memory });

/** Tools that run together and one after another, a hand-over, a reply that is repaired, an attempt that fails. */
export const agentWorks = workflow('agent_works', async () => first.run('works'));
/** An approval in a turn, a memory that is compacted, an agent made by the run. */
export const agentRemembers = workflow('agent_remembers', async () => {
  const answers = [await keeper('remembers one'), await keeper('remembers two'), await keeper('remembers three')];
  return [...answers, await agent('guest', base)('guest')];
});

const everything = mcp('everything', { command: ['node', variable('EVERYTHING_SERVER'), 'stdio'] });
/** Tools of a server, its lists, and a question it asks in the middle of a call. */
export const mcpWorks = workflow('mcp_works', async () => {
  const { text: sum } = await everything.call('get-sum', { a: 1, b: 2 });
  const { length: resources } = await everything.resources();
  const { text: filledIn } = await everything.call('trigger-elicitation-request');
  return { sum, resources, filledIn };
});

const equipped = agent('equipped', {
  ...base,
  tools: [everything.only('echo')],
  longTermMemory: longTermMemory(),
  skills: skill({ name: 'tone', description: 'How we write.', instructions: 'Be brief.' }),
});
/** Tools of a server, facts and skills in the hands of an agent. */
export const agentIsEquipped = workflow('agent_is_equipped', async () => equipped('is equipped'));
