import { expect, test } from 'vitest';
import { openai } from '../../../activities/index.js';

test('what a model can do is known by its name, or said', () => {
  const one = openai({ models: { 'gpt-4-mine': { output: 'native' }, talker: { tools: false } } });
  expect(one.abilitiesOf('gpt-5')).toEqual({ tools: true, output: 'native' });
  expect(one.abilitiesOf('ft:gpt-4o-mini:me::1')).toEqual({ tools: true, output: 'native' });
  expect(one.abilitiesOf('gpt-4-turbo')).toEqual({ tools: true, output: 'prompt' });
  expect(one.abilitiesOf('gpt-4-mine')).toEqual({ tools: true, output: 'native' });
  expect(one.abilitiesOf('talker')).toEqual({ tools: false, output: 'native' });
});
