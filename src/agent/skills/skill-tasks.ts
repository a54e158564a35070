import type { FoundSkills, OpenedSkill, ReadSkillFile, SkillPlace } from '../../contract/skills.js';
import { runtime } from '../../runtime.js';
import { builtInTask } from '../../task/built-in-task.js';
import type { TaskOptions } from '../../task/definition.js';

/** Reading a few small files; a disk that hangs shall not hold an agent up for long. */
const options = { timeout: '1m', retry: { maximumAttempts: 3 }, risk: 'read' } as const satisfies TaskOptions;

/** The built-in tasks that read skills. */
export const skillTasks = Object.freeze({
  discover: builtInTask('perdure.skills.discover', {
    ...options,
    summary: ({ folders }: { readonly folders: readonly string[] }) => folders.join(', '),
  }),
  open: builtInTask('perdure.skills.open', { ...options, summary: placeOf }),
  read: builtInTask('perdure.skills.read', {
    ...options,
    summary: (input: ReadSkillFile) => `${placeOf(input)}/${input.file}`,
  }),
});

export function discoverSkills(folders: readonly string[]): Promise<FoundSkills> {
  return runtime().callTask(skillTasks.discover, [{ folders }]) as Promise<FoundSkills>;
}

export function openSkill({ folder, directory }: SkillPlace): Promise<OpenedSkill> {
  return runtime().callTask(skillTasks.open, [{ folder, directory }]) as Promise<OpenedSkill>;
}

export function readSkillFile({ folder, directory }: SkillPlace, file: string): Promise<string> {
  return runtime().callTask(skillTasks.read, [{ folder, directory, file }]) as Promise<string>;
}

function placeOf({ folder, directory }: SkillPlace): string {
  return directory === '' ? folder : `${folder}/${directory}`;
}
