import type { FoundSkill, FoundSkills, OpenedSkill, SkillPlace } from '../../contract/skills.js';
import { runtime } from '../../runtime.js';
import { warnOfMissingTools } from './allowed-tools.js';
import { duplicateSkill } from './duplicate-skill.js';
import type { SkillParts } from './skill-set.js';
import { discoverSkills, openSkill } from './skill-tasks.js';

/** A skill the model may ask for. */
export interface CatalogueEntry {
  readonly name: string;
  readonly description: string;
  readonly allowedTools: readonly string[];
  /** Where its other files are, if it has some. */
  readonly files: SkillPlace | undefined;
  open(): Promise<OpenedSkill>;
}

export type Catalogue = ReadonlyMap<string, CatalogueEntry>;

/**
 * The skills of a set by name.
 * @throws PerdureError `Skill.Duplicate`, `Skill.FolderNotFound`
 */
export async function catalogueOf({ folders, inCode }: SkillParts, agent: string): Promise<Catalogue> {
  const { skills } = await foundIn(folders);
  const catalogue = new Map<string, CatalogueEntry>();
  for (const { name, description, instructions, allowedTools } of inCode) {
    const open = (): Promise<OpenedSkill> => Promise.resolve({ instructions, files: [] });
    catalogue.set(name, { name, description, allowedTools, files: undefined, open });
  }
  for (const found of skills) {
    if (catalogue.has(found.name)) throw duplicateSkill(found.name, 'skill({ … })', pathOf(found));
    const files = found.hasFiles ? found : undefined;
    catalogue.set(found.name, { ...found, files, open: () => openSkill(found) });
  }
  warnOfMissingTools(agent, catalogue.values());
  return catalogue;
}

const nothing: FoundSkills = { skills: [], findings: [] };

/** Folders are read once per run, whoever asks first; what was found is in history, and replay never looks at a disk. */
function foundIn(folders: readonly string[]): Promise<FoundSkills> {
  if (folders.length === 0) return Promise.resolve(nothing);
  const known = runtime().state('perdure.skills', () => new Map<string, Promise<FoundSkills>>());
  const key = JSON.stringify(folders);
  const earlier = known.get(key);
  if (earlier) return earlier;
  // Others may wait for the same, so the end of the agent that asked first does not end it.
  const found = runtime().uncancellable(() => discoverSkills(folders).then(tell));
  known.set(key, found);
  // The next agent may look again.
  found.catch(() => known.delete(key));
  return found;
}

function tell(found: FoundSkills): FoundSkills {
  for (const { severity, message, path, line, column } of found.findings) {
    if (severity === 'advice') continue;
    const place = line === null ? path : `${path}:${line}:${column ?? 1}`;
    runtime().log.warn(`${severity === 'error' ? 'A skill was left out' : 'A skill'}: ${place}: ${message}`);
  }
  return found;
}

function pathOf({ folder, directory }: FoundSkill): string {
  return directory === '' ? folder : `${folder}/${directory}`;
}
