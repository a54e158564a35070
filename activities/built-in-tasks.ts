import { skillTasks } from '../src/agent/skills/skill-tasks.js';
import { defineWorkspaceTask, workspaceTaskNames } from '../src/agent/workspace/define-workspace-task.js';
import type { TaskDefinition } from '../src/task/definition.js';
import { skillBodies } from './skills/index.js';
import { workspaceBodies } from './workspace/index.js';

export type TaskBodies = Readonly<Record<string, TaskDefinition['body']>>;

/** What the library's own tasks do, by their names: for a worker, and for direct calls. */
export function builtInBodies(): TaskBodies {
  return { ...skillBodies, ...workspaceBodies };
}

/** The library's own tasks with their bodies. */
export function builtInTasks(bodies: TaskBodies): readonly TaskDefinition[] {
  const tasks = [...Object.values(skillTasks), ...workspaceTaskNames.map((name) => defineWorkspaceTask(name))];
  return tasks.map((task) => ({ ...task, body: bodies[task.name] as TaskDefinition['body'] }));
}
