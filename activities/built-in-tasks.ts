import { memoryTasks } from '../src/agent/memory/memory-tasks.js';
import { skillTasks } from '../src/agent/skills/skill-tasks.js';
import { defineWorkspaceTask, workspaceTaskNames } from '../src/agent/workspace/define-workspace-task.js';
import { defineFetchPage } from '../src/agent/web/fetch-page-task.js';
import type { TaskDefinition } from '../src/task/definition.js';
import { memoryBodies } from './memory/memory-bodies.js';
import type { MemoryStores } from './memory/memory-stores.js';
import { fetchPage } from './net/fetch-page.js';
import { skillBodies } from './skills/index.js';
import { workspaceBodies } from './workspace/index.js';

export type TaskBodies = Readonly<Record<string, TaskDefinition['body']>>;

/** What the library's own tasks do, by their names: for a worker, and for direct calls. */
export function builtInBodies({ memory }: { readonly memory: MemoryStores }): TaskBodies {
  return { ...memoryBodies(memory), ...skillBodies, ...workspaceBodies, [anyFetch.name]: fetchPage };
}

/** Time limits and queues of a call come with the call. */
const anyFetch = defineFetchPage(30_000);

/** The library's own tasks with their bodies. */
export function builtInTasks(bodies: TaskBodies): readonly TaskDefinition[] {
  const tasks = [
    ...Object.values(memoryTasks),
    ...Object.values(skillTasks),
    ...workspaceTaskNames.map((name) => defineWorkspaceTask(name)),
    anyFetch,
  ];
  return tasks.map((task) => ({ ...task, body: bodies[task.name] as TaskDefinition['body'] }));
}
