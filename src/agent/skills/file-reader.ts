import type { Tool } from '../tool.js';
import type { Catalogue } from './catalogue.js';
import { readSkillFile } from './skill-tasks.js';

/** The tool by which a model reads what lies beside a `SKILL.md`; none where there is nothing. */
export function fileReader(catalogue: Catalogue): Tool | undefined {
  const names = [...catalogue.values()].flatMap(({ name, files }) => (files ? [name] : []));
  if (names.length === 0) return undefined;
  return {
    spec: {
      name: 'read_skill_file',
      description: "Reads a file of a skill, such as a reference that the skill's instructions name.",
      inputSchema: {
        type: 'object',
        properties: {
          skill: { type: 'string', enum: names, description: 'The name of the skill.' },
          file: { type: 'string', description: "The file, by its path from the skill's folder." },
        },
        required: ['skill', 'file'],
        additionalProperties: false,
      },
    },
    input: undefined,
    risk: 'read',
    isBarrier: false,
    run: async (input) => {
      const { skill, file } = (input ?? {}) as { readonly skill?: unknown; readonly file?: unknown };
      const place = catalogue.get(skill as string)?.files;
      if (place === undefined) {
        throw new Error(`There is no skill '${String(skill)}' that has files. These have: ${names.join(', ')}.`);
      }
      if (typeof file !== 'string' || file === '') throw new Error("It needs a 'file', as a text.");
      return readSkillFile(place, file);
    },
  };
}
