// An agent that shows its words while the model makes them.
import { agent, workflow } from 'perdure';

// #region agent
const storyteller = agent('storyteller', {
  instructions: 'Tell a short story.',
  model: 'scripted/any', // or 'openai/…', 'anthropic/…', 'google/…', 'ollama/…'
  stream: true,
});

export const story = workflow('story', async (about: string) => storyteller(about));
// #endregion
