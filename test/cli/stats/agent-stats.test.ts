import pico from 'picocolors';
import { describe, expect, test } from 'vitest';
import { agentStats, usageOf } from '../../../cli/stats/agent-stats.js';
import type { Call } from '../../../cli/stats/call.js';
import { renderAgents } from '../../../cli/stats/render-agents.js';
import { humanCost, humanUsage } from '../../../cli/terminal/human-usage.js';

function call(more: Partial<Call> = {}): Call {
  return {
    kind: 'task',
    name: 'writer',
    model: 'openai/one',
    within: undefined,
    summary: undefined,
    startedAt: 0,
    until: 1_000,
    status: 'succeeded',
    attempts: 1,
    time: 1_000,
    queued: 0,
    retrying: 0,
    ...more,
  };
}

const usage = { inputTokens: 1_000, outputTokens: 100, cost: 0.02 };

describe('the figures of agents', () => {
  test('are counted for each agent, model and place, tasks left out', () => {
    const agents = agentStats([
      call({ usage }),
      call({ usage, attempts: 3, until: 5_000 }),
      call({ usage, model: 'openai/two' }),
      call({ usage, within: 'child' }),
      { ...call(), model: undefined } as never,
    ]);
    expect(agents.map(({ agent, model, within, calls }) => [agent, model, within, calls])).toEqual([
      ['writer', 'openai/one', null, 2],
      ['writer', 'openai/two', null, 1],
      ['writer', 'openai/one', 'child', 1],
    ]);
    expect(agents[0]).toMatchObject({
      retries: 2,
      failures: 0,
      time: 6_000,
      usage: { inputTokens: 2_000, outputTokens: 200, cost: 0.04 },
    });
    expect(usageOf(agents)).toMatchObject({ inputTokens: 4_000, cost: 0.08 });
  });

  test('name no cost that is only a part of it', () => {
    const { cost: _, ...tokens } = usage;
    expect(agentStats([call({ usage }), call({ usage: tokens })])[0]?.usage).toEqual({
      inputTokens: 2_000,
      outputTokens: 200,
    });
    expect(agentStats([call({ usage }), call({ status: 'failed' })])[0]).toMatchObject({
      failures: 1,
      usage: { cost: 0.02 },
    });
  });

  test('are a line each, and one for all', () => {
    const lines = renderAgents(agentStats([call({ usage }), call({ usage, name: 'editor' })]), {
      colours: pico.createColors(false),
      width: undefined,
    });
    expect(lines).toHaveLength(4);
    expect(lines[3]).toMatch(/^all +2 +2,000 +200 +0\.04 +2\.0 s$/);
    expect(renderAgents([], { colours: pico.createColors(false), width: undefined })).toEqual([]);
  });
});

test('what was used is said in a line', () => {
  expect(humanUsage({ inputTokens: 1_234, outputTokens: 56 })).toBe('1,234 in, 56 out');
  expect(humanUsage({ inputTokens: 1_234, cachedTokens: 1_000, outputTokens: 56, cost: 0.0123456 })).toBe(
    '1,234 in (1,000 cached), 56 out, cost 0.012',
  );
  expect([0, 0.000_01, 0.1, 12.345].map(humanCost)).toEqual(['0', '0.00001', '0.10', '12.35']);
});
