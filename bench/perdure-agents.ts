import { agent, type ModelProvider, task, workflow } from 'perdure';
import { z } from 'zod';
import { page } from './page.js';

export const fetchPage = task(
  'fetch_page',
  { description: 'Fetches a page.', input: z.object({ page: z.number() }), risk: 'read' },
  async ({ page: number }) => page(number),
);

const reader = agent('reader', {
  instructions: 'Read all pages.',
  model: 'endless/one',
  tools: [fetchPage],
  maxToolCalls: 10_000,
});

export interface Reading {
  readonly turns: number;
  /** Characters of conversation that are there already. */
  readonly base: number;
}

export const readPages = workflow('readPages', async ({ turns, base }: Reading) => {
  const { toolCalls } = await reader.run(`Read ${turns} pages.`, { context: 'y'.repeat(base) });
  return toolCalls.length;
});

/** Answers at once: asks for page after page, as many as the question says. */
export const endless: ModelProvider = {
  abilitiesOf: () => ({ tools: true, output: 'native' }),
  generate({ messages }) {
    const asked = JSON.stringify(messages[0]?.content).match(/Read (\d+) pages/);
    const read = messages.filter(({ role }) => role === 'tool').length;
    const isDone = read >= Number(asked?.[1]);
    return Promise.resolve({
      message: {
        role: 'assistant',
        content: isDone
          ? [{ type: 'text', text: 'done' }]
          : [{ type: 'tool-call', id: `call_${read}`, name: 'fetch_page', arguments: { page: read } }],
      },
      stopReason: isDone ? 'stop' : 'tool-calls',
      usage: { inputTokens: 10, outputTokens: 5 },
    });
  },
};
