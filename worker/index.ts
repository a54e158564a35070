/**
 * Runs durable code, Node only: `const worker = await createWorker({ app: './src/app.js', taskQueue: 'main' });`
 * @module
 */
export { perdure, type PerdureOptions } from './plugin.js';
export { createWorker, type CreateWorkerOptions } from './create-worker.js';
export type { WorkerVersioning } from './versioning.js';
export type { AppModules } from './app-files.js';
export { bundleApp } from './bundle-for-worker.js';
export type { LoggingOptions } from './runtime/logging-options.js';
export type { MetricsOptions } from './runtime/metrics-options.js';
export type { TelemetryOptions, TracesOptions } from '../telemetry/telemetry-options.js';
export * from '../codec/for-users.js';
export { hasCodec } from '../codec/index.js';
export {
  anthropic,
  type AnthropicOptions,
  environmentSecrets,
  fileSecrets,
  google,
  type GoogleOptions,
  inMemory,
  memoryCache,
  ollama,
  type OllamaOptions,
  openai,
  openAICompatible,
  type OpenAICompatibleOptions,
  type OpenAIOptions,
  postgres,
  postgresCache,
  publicFetch,
  type PublicFetchOptions,
  type PublicResponse,
  type ServiceOptions,
  sqlite,
  sqliteCache,
} from '../activities/index.js';
export {
  type FoundSkill,
  type FoundSkills,
  loadSkills,
  type SkillFinding,
  type SkillValidation,
  validateSkill,
} from './skills.js';
export * from '../activities/streams/for-users.js';
export type { CacheEntry, CacheStore } from '../src/ports/cache-store.js';
export type { McpCallContext, McpConnector, McpTarget, McpToolCall } from '../src/ports/mcp-connector.js';
export type { Fact, MemoryPlace, MemoryStore } from '../src/ports/memory-store.js';
export type { SecretSource } from '../src/ports/secret-source.js';
