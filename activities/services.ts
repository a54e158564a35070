import { PerdureError } from '../src/errors.js';
import { checkPrices, type ModelPrices } from '../src/model/cost.js';
import type { PayloadLimit } from '../src/payload/check-size.js';
import type { CacheStore } from '../src/ports/cache-store.js';
import type { McpConnector } from '../src/ports/mcp-connector.js';
import type { MemoryStore } from '../src/ports/memory-store.js';
import type { ModelProvider } from '../src/ports/model-provider.js';
import type { StreamChannel } from '../src/ports/stream-channel.js';
import type { SecretSource } from '../src/ports/secret-source.js';
import { builtInBodies, type TaskBodies } from './built-in-tasks.js';
import { memoryCache } from './cache/memory-cache.js';
import { TaskCache } from './cache/task-cache.js';
import { CircuitBreakers } from './circuit-breakers.js';
import { createMcpConnector } from './mcp/create-connector.js';
import { builtInModels } from './models/built-in.js';
import { createMemory } from './memory/create-memory.js';
import { createModelServices, type ModelServices } from './models/model-services.js';
import { inProcessStream } from './streams/in-process-stream.js';
import { environmentSecrets } from './secrets/sources.js';

/** What the bodies of one worker share. */
export interface TaskServices {
  readonly secrets: readonly SecretSource[];
  readonly cache: TaskCache;
  readonly breakers: CircuitBreakers;
  readonly models: ModelServices;
  readonly mcp: McpConnector;
  /** Of the library's own tasks. */
  readonly bodies: TaskBodies;
  /** How large a result may be. Default: as history takes it. */
  readonly limitOf?: PayloadLimit | undefined;
  /** Called when a task asks for a cache: says once that it is only this worker's memory, if nothing else was given. */
  noteCache(this: void, log: { info(message: string): void }): void;
  close(): Promise<void>;
}

export interface ServiceOptions {
  /** Where secrets come from, the first that knows a name counts. Default: environment variables of the same name. */
  readonly secrets?: SecretSource | readonly SecretSource[];
  /** Where results of tasks with the option `cache` are kept. Default: the worker's memory. */
  readonly cache?: CacheStore;
  /** Model providers by name, besides `anthropic`, `google`, `ollama` and `openai`; one of such a name takes its place. */
  readonly models?: Readonly<Record<string, ModelProvider>>;
  /** What models cost, by `<provider>/<model>`, for `usage.cost` and `perdure stats`. Default: nothing is known of costs. */
  readonly prices?: ModelPrices;
  /** Where agents with `stream` show what they do. Default: a channel within this process, which nobody can reach. */
  readonly stream?: StreamChannel;
  /** How MCP servers are talked to. Default: with `@modelcontextprotocol/sdk`. */
  readonly mcp?: McpConnector;
  /** Stores of long-term memory by name. Default: one named `default`, in the worker's memory. */
  readonly memory?: Readonly<Record<string, MemoryStore>>;
}

/** The names of these options. */
export const serviceOptionNames = [
  'secrets',
  'cache',
  'models',
  'prices',
  'stream',
  'memory',
  'mcp',
] as const satisfies readonly (keyof ServiceOptions)[];

/** @throws PerdureError `Worker.InvalidOptions` */
export function createServices({
  secrets,
  cache,
  models = {},
  memory,
  prices = {},
  stream = inProcessStream(),
  mcp = createMcpConnector(),
}: ServiceOptions): TaskServices {
  const sources = secrets === undefined ? [environmentSecrets()] : typeof secrets === 'function' ? [secrets] : secrets;
  if (!Array.isArray(sources) || sources.some((source) => typeof source !== 'function')) {
    throw new PerdureError({
      code: 'Worker.InvalidOptions',
      message: 'secrets must be a function or a list of functions, such as environmentSecrets() or fileSecrets(path).',
    });
  }
  checkPrices(prices);
  const modelServices = createModelServices(
    { ...builtInModels, ...models },
    sources as readonly SecretSource[],
    stream,
    prices,
  );
  const memoryStores = createMemory(memory);
  const taskCache = new TaskCache(cache ?? memoryCache());
  let isNoted = cache !== undefined;
  return {
    secrets: sources as readonly SecretSource[],
    cache: taskCache,
    breakers: new CircuitBreakers(),
    models: modelServices,
    mcp,
    bodies: builtInBodies({ memory: memoryStores }),
    noteCache(log) {
      if (!isNoted) log.info("Cached results are kept in this worker's memory only; see its 'cache' option.");
      isNoted = true;
    },
    close: async () =>
      void (await Promise.all([taskCache.close(), modelServices.close(), memoryStores.close(), mcp.close?.()])),
  };
}
