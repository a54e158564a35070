import { agent, task, workflow } from 'perdure';
import { z } from 'zod';

const lookUp = task(
  'look_up',
  { description: 'Looks a word up.', input: z.object({ word: z.string() }), risk: 'read' },
  async ({ word }) => `${word} is good`,
);

/** One assistant for each provider. */
const assistants = Object.fromEntries(
  ['anthropic/claude-x', 'google/gemini-2.5-x', 'ollama/llama-x', 'openai/gpt-x'].map((model) => [
    model.split('/')[0],
    agent(`assistant_${model.split('/')[0]}`, {
      instructions: 'Answer.',
      model,
      tools: [lookUp],
      retry: { initialInterval: '50ms' },
    }),
  ]),
);

export const answer = workflow('answer', async ({ provider, question }) => {
  const { output, usage, toolCalls } = await assistants[provider].run(question);
  return { output, usage, toolCalls: toolCalls.length };
});
