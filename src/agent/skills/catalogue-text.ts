import type { Catalogue } from './catalogue.js';

/** What an agent's instructions say of its skills: names and descriptions, some fifty words each. */
export function catalogueText(catalogue: Catalogue): string | undefined {
  if (catalogue.size === 0) return undefined;
  const lines = [...catalogue.values()].map(({ name, description }) => `- ${name}: ${oneLine(description)}`);
  return `You have skills: instructions for special kinds of work. When a task fits the description of one, call use_skill with its name before you begin, and then do as it says. A task may need several, one after the other.

<available_skills>
${lines.join('\n')}
</available_skills>`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
