import { toolHint, toolSource, type ToolUser } from '../tool.js';
import { catalogueOf } from './catalogue.js';
import { catalogueText } from './catalogue-text.js';
import { fileReader } from './file-reader.js';
import { type SkillParts, skillParts, type SkillSet } from './skill-set.js';
import { useSkill } from './use-skill.js';

/** Skills as a source of tools; without any skill there is no tool and no word about them. */
export function skillSource(parts: SkillParts): SkillSet {
  return {
    [skillParts]: parts,
    [toolSource]: async ({ agent }: ToolUser) => {
      const catalogue = await catalogueOf(parts, agent);
      if (catalogue.size === 0) return [];
      const reader = fileReader(catalogue);
      return [useSkill(catalogue), ...(reader ? [reader] : [])];
    },
    [toolHint]: async ({ agent }: ToolUser) => catalogueText(await catalogueOf(parts, agent)),
  };
}
