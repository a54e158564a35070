import { agent, skill, skills, workflow } from 'perdure';

// #region in-code
const houseStyle = skill({
  name: 'house-style',
  description: 'How we write to customers. Use it for every text that leaves the house.',
  instructions: 'Plain words and short sentences. No exclamation marks.',
});
// #endregion

// #region agent
export const writer = agent('writer', {
  instructions: 'You write for our customers.',
  model: 'scripted/writer', // such as 'anthropic/claude-sonnet-4-5'
  skills: skills(['./examples/20-skills/skills', houseStyle]),
});

export const announce = workflow('announce', async (changes: string[]) =>
  writer(`Write the release notes of 2.0:\n${changes.join('\n')}`),
);
// #endregion
