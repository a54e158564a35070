import { agent, task } from 'perdure';
import { directly } from 'perdure/testing';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { key, type SentBody, withAnthropic } from './open-anthropic.js';
import { refusalsOf } from './strict-api.js';
import { replyOf } from './wire-events.js';

const lookUp = task(
  'look_up',
  { description: 'Looks a word up.', input: z.object({ word: z.string() }), risk: 'read' },
  async ({ word }) => `${word} is good`,
);
const verdict = z.object({ good: z.array(z.string()), ratio: z.number().min(0) });

test('an agent calls tools, has broken arguments told, and gives JSON, in requests the API takes', () =>
  withAnthropic(async ({ server, provider }) => {
    const thinking = { thinking: ['I look.'], signature: 'c2ln' };
    server.answer(
      replyOf({
        content: [
          thinking,
          { tool: 'look_up', id: 'toolu_1', json: ['{"word":"tea"}'] },
          { tool: 'look_up', id: 'toolu_2', json: ['{"word":"ca'] },
        ],
        stopReason: 'tool_use',
      }),
      replyOf({ content: [{ text: ['{"good":["tea"],', '"ratio":1}'] }] }),
    );
    const ask = () =>
      agent('critic', {
        instructions: 'Judge.',
        model: 'anthropic/claude-sonnet-5',
        tools: [lookUp],
        output: verdict,
        reasoning: 'low',
        maxTokens: 3_000,
      }).run('What is good?');
    const secrets = { ANTHROPIC_API_KEY: key };
    const { output, usage } = await directly(ask, undefined, { models: { anthropic: provider }, secrets });
    expect(output).toEqual({ good: ['tea'], ratio: 1 });
    expect(usage).toEqual({ inputTokens: 24, outputTokens: 14 });
    const bodies = server.requests.map(({ body }) => body as SentBody);
    expect(bodies.flatMap(refusalsOf)).toEqual([]);
    expect(bodies[1]).toMatchObject({
      max_tokens: 3_000,
      thinking: { type: 'adaptive' },
      tools: [{ name: 'look_up' }],
    });
    expect(bodies[1]?.messages[1]?.content[0]).toEqual({ type: 'thinking', thinking: 'I look.', signature: 'c2ln' });
    expect(bodies[1]?.messages[2]?.content).toEqual([
      { type: 'tool_result', tool_use_id: 'toolu_1', content: [{ type: 'text', text: 'tea is good' }] },
      {
        type: 'tool_result',
        tool_use_id: 'toolu_2',
        content: [{ type: 'text', text: expect.stringContaining('not valid JSON') }],
        is_error: true,
      },
    ]);
  }));
