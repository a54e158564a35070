import { InMemorySpanExporter, type ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { ModelError } from 'perdure';
import { scriptedModel, type ScriptedReply, type TestEnvironment } from 'perdure/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChatReply } from '../../src/contract/chat.js';
import { eventually } from '../flux/open-app.js';
import { openTraced } from './open-traced.js';

const usage = { inputTokens: 1_000, outputTokens: 200, cachedTokens: 400 };
const question = 'A very secret question';
const replies: ScriptedReply[] = [
  new ModelError('Overloaded', { message: 'too much to do' }),
  { text: 'A secret thought', toolCalls: [{ name: 'look_up', arguments: { word: 'secret' }, id: 'call_1' }], usage },
  { text: 'A secret answer', usage },
];
const scripted = scriptedModel(replies);
const models = {
  scripted: {
    ...scripted,
    generate: async (...call: Parameters<typeof scripted.generate>) => ({
      ...(await scripted.generate(...call)),
      model: 'one-2026-11-01',
    }),
  },
};

const exporter = new InMemorySpanExporter();
let environment: TestEnvironment;
let id: string;
beforeAll(async () => {
  const app = new URL('../cli/fixtures/chat-app.mjs', import.meta.url);
  const prices = { 'scripted/one': { input: 2, output: 10, cached: 1 } };
  environment = await openTraced(exporter, { app, models, prices });
  ({ id } = await environment.start('perdure.chat', { agent: 'assistant' }));
  const handle = environment.client.workflow.getHandle(id);
  const said = await handle.executeUpdate<ChatReply, [object]>('say', { args: [{ text: question }] });
  expect(said.output).toBe('A secret answer');
  await handle.executeUpdate('end');
  await eventually(async () => spansOf('assistant').length, 3);
});
afterAll(() => environment?.close());

const spansOf = (name: string): ReadableSpan[] =>
  exporter.getFinishedSpans().filter((span) => span.name === `RunActivity:${name}`);

describe('GenAI attributes', () => {
  test('of a model call say who asked which model, how it ended and what it used', () => {
    const asked = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'scripted',
      'gen_ai.request.model': 'one',
      'gen_ai.request.max_tokens': 4096,
      'gen_ai.output.type': 'text',
      'gen_ai.agent.name': 'assistant',
      'gen_ai.conversation.id': `${id}/assistant`,
    };
    const used = {
      'gen_ai.response.model': 'one-2026-11-01',
      'gen_ai.usage.input_tokens': 1_000,
      'gen_ai.usage.output_tokens': 200,
      'gen_ai.usage.cache_read.input_tokens': 400,
      'perdure.cost': 0.0036,
    };
    expect(spansOf('assistant').map(({ attributes }) => attributes)).toMatchObject([
      { ...asked, 'perdure.attempt': 1, 'error.type': 'Model.Overloaded' },
      { ...asked, ...used, 'perdure.attempt': 2, 'gen_ai.response.finish_reasons': ['tool_call'] },
      { ...asked, ...used, 'perdure.attempt': 1, 'gen_ai.response.finish_reasons': ['stop'] },
    ]);
    expect(spansOf('assistant')[0]?.attributes).not.toHaveProperty(['gen_ai.usage.input_tokens']);
  });

  test('of a tool call name the tool, the call and the agent that asked', () => {
    expect(spansOf('look_up').map(({ attributes }) => attributes)).toMatchObject([
      {
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': 'look_up',
        'gen_ai.tool.type': 'function',
        'gen_ai.tool.call.id': 'call_1',
        'gen_ai.agent.name': 'assistant',
        'gen_ai.conversation.id': `${id}/assistant`,
        'perdure.task': 'look_up',
      },
    ]);
  });

  test('hold nothing of what was said', () => {
    const spans = exporter.getFinishedSpans();
    const told = spans.map(({ name, attributes, events }) => ({ name, attributes, events }));
    expect(told.length).toBeGreaterThan(5);
    expect(JSON.stringify(told)).not.toContain('secret');
  });

  test('are on no span of a task that is called by a workflow itself', async () => {
    const other = await openTraced(exporter, { models });
    await other.run('family', 'Ada');
    await other.close();
    const span = spansOf('greet')[0];
    expect(Object.keys(span?.attributes ?? {}).filter((name) => name.startsWith('gen_ai'))).toEqual([]);
    expect(span).toBeDefined();
  });
});
