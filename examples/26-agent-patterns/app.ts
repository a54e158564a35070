import { agent, Graph, longTermMemory, parallel, pause, skill, task, workflow, workingMemory } from 'perdure';
import { z } from 'zod';

// Any model: 'ollama/llama3.2', 'openai/gpt-5', 'anthropic/claude-sonnet-4-5', 'google/gemini-2.5-flash', …
const model = 'scripted/any';

// #region pipeline
export const researcher = agent('researcher', { instructions: 'You are a researcher.', model });
export const writer = agent('writer', { instructions: 'You are a writer.', model });
export const editor = agent('editor', { instructions: 'You are an editor.', model });

export const blogPost = workflow('blog_post', async (topic: string) => {
  const research = await researcher(`Research: ${topic}`);
  const draft = await writer(`Write about: ${topic}`, { context: research });
  return editor('Edit this.', { context: draft });
});
// #endregion

// #region inside
export const capital = workflow('capital', async (country: string) => {
  // Made within the run: as good as one at the top of the file.
  const assistant = agent('assistant', { instructions: 'You are a helpful assistant.', model });
  return assistant(`What is the capital of ${country}?`);
});
// #endregion

// #region tools
export const getWeather = task(
  'get_weather',
  {
    description: 'The current weather of a city.',
    input: z.object({ city: z.string() }),
    timeout: '10s',
    risk: 'read',
  },
  async ({ city }) => `Sunny, 22 °C in ${city}`,
);
export const searchWeb = task(
  'search_web',
  { description: 'Searches the web.', input: z.object({ query: z.string() }), timeout: '30s', risk: 'read' },
  async ({ query }) => `Three pages about ${query}.`,
);

export const guide = agent('guide', {
  instructions: 'You know what is going on. Use tools when needed.',
  model,
  tools: [getWeather, searchWeb],
  maxToolCalls: 2, // rounds; then it answers with what it has
});
export const plan = workflow('plan', async (city: string) => guide(`What shall we do in ${city}?`));
// #endregion

// #region output
const Sentiment = z.object({
  label: z.enum(['positive', 'negative', 'neutral']),
  confidence: z.number().min(0).max(1),
  reason: z.string(),
});
export const classifier = agent('classifier', { instructions: 'Say how a text feels.', model, output: Sentiment });

export const analyze = workflow('analyze', async (text: string) => {
  const { label, confidence } = await classifier(text);
  return { label, confidence };
});
// #endregion

// #region memory
export const chatbot = agent('chatbot', {
  instructions: 'You are a helpful assistant.',
  model,
  workingMemory: workingMemory({ window: 20 }), // within a run
  longTermMemory: longTermMemory({ scope: 'user:123' }), // from run to run
});
export const conversation = workflow('conversation', async (name: string) => {
  await chatbot(`My name is ${name}. Remember it.`);
  return chatbot('What is my name?'); // knows what was said before
});
// #endregion

// #region options
const patient = writer.withOptions({ retry: { maximumAttempts: 5 }, timeout: '5 minutes', stream: true });
export const poem = workflow('poem', async (about: string) => patient(`A poem about ${about}`));
// #endregion

// #region skills
export const clerk = agent('clerk', {
  instructions: 'You answer letters.',
  model,
  tools: [searchWeb],
  skills: skill({
    name: 'complaints',
    description: 'How we answer complaints.',
    instructions: 'Say sorry first. Then offer a date.',
  }),
});
export const answer = workflow('answer', async (letter: string) => clerk(letter));
// #endregion

// #region compose
const security = agent('security_reviewer', { instructions: 'Look for holes.', model });
const performance = agent('performance_reviewer', { instructions: 'Look for waste.', model });

export const reviewBoth = workflow('review_both', async (code: string) =>
  parallel([() => security(`Review:\n${code}`), () => performance(`Review:\n${code}`)]),
);

export const reviewGraph = new Graph<string>('review')
  .addNode('security', security)
  .addNode('performance', performance)
  .addNode('aggregate', (one: string, other: string) => `${one} ${other}`)
  .addEdge('security', 'aggregate')
  .addEdge('performance', 'aggregate')
  .startWith('security')
  .startWith('performance')
  .endWith('aggregate');
export const reviewInGraph = workflow('review_in_graph', async (code: string) => reviewGraph.run(code));
// #endregion

// #region human
export const revised = workflow('revised', async (topic: string) => {
  const research = await researcher(`Research: ${topic}`);
  const feedback = await pause<string>('human_review', { data: research });
  return writer('Revise it by the feedback.', { context: `${research}\n\n${feedback}` });
});
// #endregion
