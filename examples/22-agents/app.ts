// Agents: a model with tools, a typed result, a memory, another agent as a tool, a hand-over, a limit.
import { agent, ask, budget, task, workflow, workingMemory } from 'perdure';
import { z } from 'zod';

const notes: Readonly<Record<string, string>> = {
  tea: 'Tea is picked by hand in spring.',
  coffee: 'Coffee grows in the shade.',
};

// #region tool
export const searchNotes = task(
  'search_notes',
  {
    description: 'Searches the notes for a word.',
    input: z.object({ word: z.string().describe('One word, in lower case.') }),
    risk: 'read',
  },
  async ({ word }) => notes[word] ?? 'There is no note about that.',
);
// #endregion

// #region agent
export const researcher = agent('researcher', {
  instructions: 'You are a research analyst. Look things up before you answer.',
  model: 'scripted/any', // or 'openai/…', 'anthropic/…', 'google/…', 'ollama/…'
  tools: [searchNotes],
});

export const research = workflow('research', async (topic: string) => researcher(`What do we know of ${topic}?`));
// #endregion

// #region output
const Plant = z.object({ name: z.string(), season: z.enum(['spring', 'summer', 'autumn', 'winter']) });
export const botanist = agent('botanist', {
  instructions: 'Say when the plant is harvested.',
  model: 'scripted/any',
  output: Plant,
});
export const harvest = workflow('harvest', async (plant: string) => {
  const { name, season } = await botanist(plant); // checked, and typed
  return `${name}: ${season}`;
});
// #endregion

// #region memory
const remembered = workingMemory({ window: 20 });
const assistant = agent('assistant', {
  instructions: 'Be helpful.',
  model: 'scripted/any',
  workingMemory: remembered,
});
export const chat = workflow('chat', async (questions: string[]) => {
  const answers: string[] = [];
  for (const question of questions) answers.push(await assistant(question)); // it knows what was said before
  return answers;
});
// #endregion

// #region team
const writer = agent('writer', { instructions: 'Write short texts.', model: 'scripted/any' });
const editor = agent('editor', {
  instructions: 'Have a text written, and improve it.',
  model: 'scripted/any',
  tools: [writer.asTool('Writes a draft.', { name: 'write_draft' }), ask],
});
export const publish = workflow('publish', async (topic: string) => editor(topic));
// #endregion

// #region handoff
const billing = agent('billing', {
  instructions: 'You answer questions about bills.',
  description: 'For everything about money.',
  model: 'scripted/any',
});
const reception = agent('reception', {
  instructions: 'Send people to whom they need.',
  model: 'scripted/any',
  handoffs: [billing],
});
export const call = workflow('call', async (question: string) => {
  const { output, agent: who } = await reception.run(question);
  return `${who}: ${output}`;
});
// #endregion

// #region budget
const purse = budget({ modelCalls: 2 });
const careful = agent('careful', { instructions: 'Think.', model: 'scripted/any', budget: purse });
export const think = workflow('think', async (questions: string[]) => {
  for (const question of questions) await careful(question); // Budget.Exceeded at the third
  return purse.spent().modelCalls;
});
// #endregion

// #region guardrail
const short = (text: string) => text.length < 40 || { ok: false as const, feedback: 'Use less than 40 characters.' };
const poet = agent('poet', { instructions: 'Write a line.', model: 'scripted/any', guardrails: { output: short } });
export const line = workflow('line', async (about: string) => poet(about));
// #endregion
