import type { ModelAbilities } from '../../../src/ports/model-provider.js';

/** What is known of OpenAI's own models, by their names; `ft:` models are like what they were made from. */
function baseName(model: string): string {
  return model.replace(/^ft:/, '').split(':')[0] as string;
}

/** Whether a model thinks before it answers. One that is not known yet is taken for one that does. */
export function isReasoning(model: string): boolean {
  return !/^(gpt-3|gpt-4|chatgpt)|-chat\b/.test(baseName(model));
}

/** Models that think take a temperature only while they do not. */
export function takesTemperature(model: string, reasoning: string | undefined): boolean {
  if (!isReasoning(model)) return true;
  return reasoning === undefined && !/^(o\d|gpt-5)(-|$)/.test(baseName(model));
}

/** The first models with tools give JSON only when they are asked nicely. */
export function abilitiesOf(model: string): ModelAbilities {
  return { tools: true, output: /^gpt-(3|4$|4-)/.test(baseName(model)) ? 'prompt' : 'native' };
}
