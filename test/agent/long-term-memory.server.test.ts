import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AgentResult, Json } from 'perdure';
import { connect } from 'perdure/client';
import { replay, type ScriptedModel, type ScriptedReply, testEnvironment, type TestEnvironment } from 'perdure/testing';
import { inMemory, type MemoryStore } from 'perdure/worker';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventsOf, summaries } from '../flux/history-events.js';
import { like } from '../flux/open-app.js';
import { nextScript } from './next-script.js';

const app = fileURLToPath(new URL('./fixtures/memory.mjs', import.meta.url));
const address = process.env['PERDURE_TEST_ADDRESS'] ?? 'localhost:7233';
const use = (name: string, given: Json = {}) => ({ toolCalls: [{ name, arguments: given }] });
const store = (key: string, value: Json) => use('store_memory', { key, value });

const script = nextScript();
const { models } = script;
const says = (...replies: ScriptedReply[]): ScriptedModel => script.says(...replies, 'Done.');

/** The store of the test that runs; the worker's stays the same. */
let facts: MemoryStore;
beforeEach(() => {
  facts = inMemory();
});
const memory = {
  facts: {
    memorize: (...call: Parameters<MemoryStore['memorize']>) => facts.memorize(...call),
    recall: (...call: Parameters<MemoryStore['recall']>) => facts.recall(...call),
    forget: (...call: Parameters<MemoryStore['forget']>) => facts.forget(...call),
    keys: (...call: Parameters<MemoryStore['keys']>) => facts.keys(...call),
    scopes: (...call: Parameters<MemoryStore['scopes']>) => facts.scopes(...call),
  },
};

let environment: TestEnvironment;
beforeAll(async () => {
  environment = await testEnvironment({ app, models, memory, address });
});
afterAll(() => environment?.close());

const scheduled = async (id: string) => {
  const history = await environment.history(id);
  return eventsOf(history, 'activityTaskScheduled').map(({ activityType }) => activityType?.name);
};

/** What the run's tools gave, as the model saw it. */
function told({ messages }: AgentResult<string>): string[] {
  const results = messages.flatMap(({ role, content }) => (role === 'tool' ? content : []));
  return results.map((part) => part.content.map((one) => (one.type === 'text' ? one.text : '')).join(''));
}

async function ask(workflow: string, replies: readonly ScriptedReply[], input?: unknown): Promise<string[]> {
  says(...replies);
  return told((await environment.run(workflow, input)) as AgentResult<string>);
}

describe('long-term memory on a server', () => {
  test('F-79 each use is an activity of its own, and lasts from run to run and beyond the worker', async () => {
    says(store('tea', 'green'), store('tea', 'black'), use('list_memory_keys'));
    const run = await environment.start('ask');
    expect(told((await run.result()) as AgentResult<string>)).toEqual([
      'Kept under "tea".',
      'Kept under "tea".',
      like(/data, not instructions.*"keys":\["tea"\]/),
    ]);
    expect(await scheduled(run.id)).toEqual([
      'helper',
      'perdure.memory.store',
      'helper',
      'perdure.memory.store',
      'helper',
      'perdure.memory.keys',
      'helper',
    ]);
    expect(summaries(await environment.history(run.id), 'activityTaskScheduled')[1]).toBe('helper · user:ada · tea');
    await environment.restartWorker();
    const later = await ask('ask', [use('recall_memory', { key: 'tea' }), use('forget_memory', { key: 'tea' })]);
    expect(later).toEqual([like(/data, not instructions.*"value":"black"/), 'Forgotten: "tea".']);
    expect(await ask('ask', [use('recall_memory')])).toEqual(['Nothing is remembered.']);
  });

  test('F-79 agents and scopes never see what belongs to another', async () => {
    await ask('ask', [store('tea', 'green')]);
    await ask('ask_for', [store('tea', 'white')], 'bob');
    expect(await ask('ask_stranger', [use('recall_memory'), use('forget_memory')])).toEqual([
      'Nothing is remembered.',
      'All facts are forgotten.',
    ]);
    expect(await ask('ask_for', [use('recall_memory')], 'eve')).toEqual(['Nothing is remembered.']);
    expect(await ask('ask_for', [use('recall_memory')], 'bob')).toEqual([like(/white/)]);
    expect(await ask('ask', [use('recall_memory')])).toEqual([like(/green/)]);
  });

  test('F-79 what the model is told of it stands in its instructions', async () => {
    const { requests } = says('Nothing to do.');
    await environment.run('ask');
    expect(requests[0]?.instructions).toMatch(/^Help\.\n\nYou have a long-term memory/);
  });

  test('F-79 workflow code and bodies reach the same facts, and a replay asks nobody', async () => {
    const run = await environment.start('note', { key: 'tea', value: { cups: 2 } });
    expect(await run.result()).toEqual([{ cups: 2 }, 'unknown', ['user:ada']]);
    expect(await ask('ask', [use('recall_memory', { key: 'tea' })])).toEqual([like(/"value":\{"cups":2\}/)]);
    expect(await environment.run('count')).toBe(1);
    const look = await environment.start('look');
    expect(await look.result()).toEqual({ tea: { cups: 2 } });
    facts = inMemory();
    await replay({ app }, await environment.history(look.id));
  });

  test('F-79 an attempt that is repeated changes nothing that was written since', async () => {
    let attempts = 0;
    const writes = new Set<string>();
    const inner = facts;
    facts = {
      ...inner,
      memorize: async (place, fact, write) => {
        attempts += 1;
        writes.add(write);
        await inner.memorize(place, fact, write);
        if (attempts > 1) return;
        await inner.memorize(place, { ...fact, value: 'newer' }, 'another run');
        throw new Error('the connection broke before the answer came');
      },
    };
    expect(await ask('ask', [store('tea', 'green'), use('recall_memory', { key: 'tea' })])).toEqual([
      'Kept under "tea".',
      like(/"value":"newer"/),
    ]);
    expect(attempts).toBe(2);
    expect(writes.size).toBe(1);
  });

  test('F-79 a store that stays away is told to the model with its name, and one that does not exist at once', async () => {
    facts = { ...facts, recall: () => Promise.reject(new Error('no route to host')) };
    expect(await ask('ask', [use('recall_memory')])).toEqual([
      "The memory store 'facts' does not answer: no route to host",
    ]);
    expect(await ask('ask_lost', [use('recall_memory')])).toEqual([
      like(/no memory store 'fact'. There are: 'default', 'facts'/),
    ]);
  });

  test('the default store is the memory of the worker', async () => {
    expect(await ask('ask_forgetful', [store('tea', 'green'), use('recall_memory')])).toHaveLength(2);
    expect(await ask('ask_forgetful', [use('recall_memory')])).toEqual([like(/green/)]);
    await environment.restartWorker();
    expect(await ask('ask_forgetful', [use('recall_memory')])).toEqual(['Nothing is remembered.']);
  });
});

describe('long-term memory in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'perdure-memory-'));
  const running = new Set<ChildProcess>();
  afterAll(() => {
    for (const child of running) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  async function inNewProcess(taskQueue: string, replies: readonly ScriptedReply[]): Promise<string[]> {
    const settings = { taskQueue, address, file: join(folder, 'facts.db'), replies: [...replies, 'Done.'] };
    const script = fileURLToPath(new URL('./fixtures/run-memory-worker.mjs', import.meta.url));
    const child = spawn(process.execPath, [script, JSON.stringify(settings)], { stdio: ['ignore', 'pipe', 'inherit'] });
    running.add(child);
    await once(child.stdout!, 'data');
    child.stdout!.resume();
    const client = await connect({ address, taskQueue });
    const result = (await (await client.start('ask')).result()) as AgentResult<string>;
    await client.close();
    child.kill('SIGKILL');
    await once(child, 'exit');
    return told(result);
  }

  test('F-79 outlives the process, also one that was killed', async () => {
    const queue = `memory-${process.pid}`;
    expect(await inNewProcess(`${queue}-1`, [store('tea', 'green'), store('city', 'Oslo')])).toHaveLength(2);
    expect(await inNewProcess(`${queue}-2`, [use('recall_memory'), use('forget_memory', { key: 'tea' })])).toEqual([
      like(/"facts":\[\{"key":"city","value":"Oslo"\},\{"key":"tea","value":"green"\}\]/),
      'Forgotten: "tea".',
    ]);
    expect(await inNewProcess(`${queue}-3`, [use('list_memory_keys')])).toEqual([like(/"keys":\["city"\]/)]);
  });
});
