import type { OpenedSkill } from '../../contract/skills.js';
import type { Tool } from '../tool.js';
import type { Catalogue } from './catalogue.js';

/** The tool by which a model gets a skill's instructions, each once for as long as an agent works on a question. */
export function useSkill(catalogue: Catalogue): Tool {
  const used = new Set<string>();
  return {
    spec: {
      name: 'use_skill',
      description:
        'Gives the full instructions of one of your skills. Call it before you begin work that fits the description of a skill.',
      inputSchema: {
        type: 'object',
        properties: {
          name: { type: 'string', enum: [...catalogue.keys()], description: 'The name of the skill.' },
        },
        required: ['name'],
        additionalProperties: false,
      },
    },
    // What is wrong is said in words that list the skills.
    input: undefined,
    risk: 'read',
    isBarrier: false,
    run: async (input) => {
      const { name } = (input ?? {}) as { readonly name?: unknown };
      const skill = catalogue.get(name as string);
      if (skill === undefined) throw unknownSkill(name, catalogue.keys());
      if (used.has(skill.name)) return `You use the skill '${skill.name}' already: its instructions are further up.`;
      used.add(skill.name);
      try {
        return inTags(skill.name, await skill.open());
      } catch (error) {
        used.delete(skill.name);
        throw error;
      }
    },
  };
}

/** For the model, which is told the names to choose from. */
function unknownSkill(name: unknown, known: Iterable<string>): Error {
  const what = typeof name === 'string' ? `There is no skill '${name}'.` : "It needs the skill's name, as a text.";
  return new Error(`${what} There are: ${[...known].join(', ')}.`);
}

/** The tags tell a model where the instructions end, and later which part of a conversation is a skill. */
function inTags(name: string, { instructions, files }: OpenedSkill): string {
  const list = files.map((file) => `<file>${escape(file)}</file>\n`).join('');
  const listed =
    files.length === 0
      ? ''
      : `\nFiles of this skill, for read_skill_file. Read those that the instructions send you to.\n<skill_files>\n${list}</skill_files>\n`;
  return `<skill_content name="${name}">\n${instructions.trim()}\n${listed}</skill_content>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
