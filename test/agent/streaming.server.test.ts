import { fileURLToPath } from 'node:url';
import { ModelError, type StreamChannel, type StreamEvent } from 'perdure';
import { type ScriptedReply, testEnvironment, type TestEnvironment } from 'perdure/testing';
import { inProcessStream } from 'perdure/worker';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recallDefinitions } from '../fixture-definitions.js';
import { nextScript } from './next-script.js';

const app = fileURLToPath(new URL('./fixtures/agents.mjs', import.meta.url));
const channel = inProcessStream();
const { models, says } = nextScript();

let environment: TestEnvironment;
beforeAll(async () => {
  recallDefinitions(app);
  environment = await testEnvironment({ app, models, stream: channel, address: process.env['PERDURE_TEST_ADDRESS']! });
});
afterAll(() => environment?.close());

/** Everything a viewer sees of a run until the model has stopped for good. */
async function watch(run: string, after = 0): Promise<StreamEvent[]> {
  const seen: StreamEvent[] = [];
  for await (const event of channel.subscribe(run, { after })) {
    seen.push(event);
    if (event.frame.type === 'step-end' && event.frame.stopReason === 'stop') break;
  }
  return seen;
}

const types = (events: readonly StreamEvent[]) => events.map(({ frame }) => frame.type);
const textOf = (events: readonly StreamEvent[]) =>
  events.map(({ frame }) => (frame.type === 'text-delta' ? frame.text : '')).join('');
const call = (word: string) => ({ name: 'look_up', arguments: { word }, id: `call_${word}` });

describe('F-83 an agent with stream', () => {
  test('shows words, tools and their ends in order, to every viewer', async () => {
    says({ text: 'I look.', toolCalls: [call('tea'), call('missing')] }, 'Tea is good.');
    const run = await environment.start('speak', 'Well?');
    const [one, two] = await Promise.all([watch(run.id), watch(run.id)]);
    expect(one).toEqual(two);
    expect(types(one)).toEqual([
      'step-start',
      'text-delta',
      'tool-call',
      'tool-call',
      'step-end',
      'tool-result',
      'tool-result',
      'step-start',
      'text-delta',
      'step-end',
    ]);
    expect(one.map(({ seq }) => seq)).toEqual(one.map((_, index) => index + 1));
    const results = one.flatMap(({ frame }) => (frame.type === 'tool-result' ? [[frame.id, frame.isError]] : []));
    expect(results).toEqual([
      ['call_tea', false],
      ['call_missing', true],
    ]);
    expect(textOf(one)).toBe('I look.Tea is good.');
    expect(await run.result()).toBe('Tea is good.');
  });

  test('is followed from where a viewer was', async () => {
    says({ toolCalls: [call('tea')] }, 'Tea is good.');
    const run = await environment.start('speak', 'Well?');
    const all = await watch(run.id);
    expect(await watch(run.id, 3)).toEqual(all.slice(3));
  });

  test('is heard by the client until the run ends', async () => {
    says('Tea is good.');
    const run = await environment.start('speak', 'Well?');
    const seen: StreamEvent[] = [];
    for await (const event of run.stream()) seen.push(event);
    expect(types(seen)).toEqual(['step-start', 'text-delta', 'step-end']);
  });

  test('tells viewers to begin anew when a call is tried again', async () => {
    let begin: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    says(async (_, { onDelta }) => {
      onDelta({ type: 'text', text: 'Tea is' });
      await begun;
      throw new ModelError('Truncated', { message: 'The stream broke off.' });
    }, 'Tea is good.');
    const run = await environment.start('speak', 'Well?');
    const watched = watch(run.id);
    for await (const { frame } of channel.subscribe(run.id)) if (frame.type === 'text-delta') break;
    begin();
    const events = await watched;
    const restart = events.findIndex(({ frame }) => frame.type === 'attempt-restart');
    expect(textOf(events.slice(0, restart))).toBe('Tea is');
    expect(textOf(events.slice(restart))).toBe('Tea is good.');
  });

  test('costs no history', async () => {
    const replies: ScriptedReply[] = [{ toolCalls: [call('tea')] }, 'Tea is good. '.repeat(200)];
    const size = async (workflow: string): Promise<{ events: number; bytes: number }> => {
      says(...replies);
      const run = await environment.start(workflow, 'Well?');
      await run.result();
      const { historyLength, raw } = await environment.client.workflow.getHandle(run.id).describe();
      return { events: historyLength, bytes: Number(raw.workflowExecutionInfo?.historySizeBytes) };
    };
    const [shown, silent] = [await size('speak'), await size('keep_silent')];
    expect(shown.events).toBe(silent.events);
    expect(shown.bytes).toBeLessThan(silent.bytes + 200);
  });

  test('whose channel is broken does its work all the same', async () => {
    const broken: StreamChannel = {
      publish: () => Promise.reject(new Error('no line')),
      subscribe: (run, options) => channel.subscribe(run, options),
    };
    const other = await testEnvironment({ app, models, stream: broken, address: environment.address });
    says('Tea is good.');
    expect(await other.run('speak', 'Well?')).toBe('Tea is good.');
    await other.close();
  });
});
