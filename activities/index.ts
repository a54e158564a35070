/**
 * The Node side of tasks: turns what the user's files have defined into Temporal activities.
 * @module
 */
import type { Agent } from '../src/agent/agent.js';
import { agentDefinition } from '../src/agent/definition.js';
import { listDefinitions } from '../src/definition/register.js';
import { taskDefinition } from '../src/task/definition.js';
import type { Task } from '../src/task/task.js';
import { builtInTasks } from './built-in-tasks.js';
import { mcpActivity, refuseShadowed } from './mcp/index.js';
import { modelActivity, unnamedActivity } from './models/model-activity.js';
import { runTask } from './run-task.js';
import type { TaskServices } from './services.js';

export { createServices, serviceOptionNames, type ServiceOptions, type TaskServices } from './services.js';
export type { ModelServices } from './models/model-services.js';
export { readVariant } from './variants.js';
export { memoryCache } from './cache/memory-cache.js';
export { sqliteCache } from './cache/sqlite-cache.js';
export { postgresCache } from './cache/postgres-cache.js';
export { inMemory } from './memory/in-memory.js';
export { sqlite } from './memory/sqlite.js';
export { postgres } from './memory/postgres.js';
export { environmentSecrets, fileSecrets } from './secrets/sources.js';
export { openai, type OpenAIOptions } from './models/openai/index.js';
export { openAICompatible, type OpenAICompatibleOptions } from './models/compatible/index.js';
export { anthropic, type AnthropicOptions } from './models/anthropic/index.js';
export { google, type GoogleOptions } from './models/google/index.js';
export { ollama, type OllamaOptions } from './models/ollama/index.js';
export { publicFetch } from './net/public-fetch.js';
export type { PublicFetchOptions } from './net/fetch-settings.js';
export type { PublicResponse } from './net/public-response.js';

/**
 * One activity per task and per agent, under their names, those of the built-in tasks, and one for the agents that runs
 * make themselves.
 */
export function taskActivities(
  services: TaskServices,
  others?: (...args: unknown[]) => Promise<unknown>,
): Record<string, (...args: unknown[]) => Promise<unknown>> {
  const tasks = [...listDefinitions('task')].map(
    ([name, { definition }]) =>
      [name, runTask((definition as Task<never[], unknown>)[taskDefinition], services)] as const,
  );
  const agents = [...listDefinitions('agent')].map(
    ([name, { definition }]) =>
      [name, modelActivity((definition as Agent<unknown>)[agentDefinition].call, services)] as const,
  );
  refuseShadowed();
  const unnamed = mcpActivity(services, unnamedActivity(services, others));
  const builtIn = builtInTasks(services.bodies).map((task) => [task.name, runTask(task, services)] as const);
  return Object.fromEntries([...tasks, ...agents, ...builtIn, ['default', unnamed]]);
}
