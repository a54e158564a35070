import { builtInBodies } from '../activities/built-in-tasks.js';
import { createMcpConnector } from '../activities/mcp/create-connector.js';
import { runWithConnector } from '../activities/mcp/run-with-connector.js';
import { createMemory } from '../activities/memory/create-memory.js';
import type { StreamFrame } from '../src/contract/stream.js';
import { DirectRuntime } from '../src/direct/direct-runtime.js';
import { plainSettings } from '../src/direct/plain-calls.js';
import { runUnder } from '../src/direct/scope.js';
import type { Log } from '../src/flow/log.js';
import { largePayloadLimit } from '../src/payload/check-size.js';
import type { McpConnector } from '../src/ports/mcp-connector.js';
import type { MemoryStore } from '../src/ports/memory-store.js';
import type { ModelProvider } from '../src/ports/model-provider.js';
import { JumpingClock } from './jumping-clock.js';

export interface DirectlyOptions {
  /** Answers by pause name (`review`, `review#2`); a function is called with the pause's data. */
  readonly answers?: Readonly<Record<string, unknown>>;
  /** Secrets by name. Default: the environment. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Model providers by name. Default: none. */
  readonly models?: Readonly<Record<string, ModelProvider>>;
  /** How MCP servers are talked to. Default: with `@modelcontextprotocol/sdk`, until the call ends. */
  readonly mcp?: McpConnector;
  /** Stores of long-term memory by name. Default: one named `default`, empty at the start. */
  readonly memory?: Readonly<Record<string, MemoryStore>>;
  /** Told of each value the code publishes with `progress`. */
  readonly onProgress?: (value: unknown) => void;
  /** Told of what agents with `stream` show. */
  readonly onFrame?: (frame: StreamFrame) => void;
  readonly log?: Log;
  /** Values over 2 MiB pass, as they do where workers have a blob store. Default: `false`. */
  readonly largePayloads?: boolean;
}

/**
 * Runs a workflow, task, graph or any function over them as plain function calls: no server, no durability, one
 * attempt per task, and sleeps and timeouts that pass at once. For unit tests that take milliseconds.
 *
 * ```ts
 * const result = await directly(review, draft, { answers: { human_review: { approved: true } } });
 * ```
 * @throws what the code throws; PerdureError `Pause.NoAnswer` for a pause without an answer and without a timeout
 */
export function directly<Args extends readonly unknown[], R>(
  run: (...args: Args) => R | PromiseLike<R>,
  ...rest: Args extends readonly []
    ? [input?: undefined, options?: DirectlyOptions]
    : [...args: Args, options?: DirectlyOptions]
): Promise<Awaited<R>>;
export async function directly(run: (...args: unknown[]) => unknown, ...rest: unknown[]): Promise<unknown> {
  const [input, options = {}] = rest as [input?: unknown, options?: DirectlyOptions];
  const runtime = new DirectRuntime({
    ...plainSettings,
    clock: new JumpingClock(),
    answers: options.answers ?? {},
    secrets: options.secrets ?? plainSettings.secrets,
    models: options.models ?? {},
    bodies: builtInBodies({ memory: createMemory(options.memory) }),
    log: options.log ?? plainSettings.log,
    publish: options.onProgress ?? (() => undefined),
    show: options.onFrame ?? (() => undefined),
    limitOf: options.largePayloads === true ? () => largePayloadLimit : undefined,
  });
  const connector = options.mcp ?? createMcpConnector();
  try {
    return await runWithConnector({ connector }, () => runUnder(runtime, async () => run(input)));
  } finally {
    if (options.mcp === undefined) await connector.close?.();
  }
}
