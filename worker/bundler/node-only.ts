import { builtinModules } from 'node:module';

/** Builtins Temporal's sandbox has an own version of; everything else of Node is absent there. */
const allowedBuiltins: readonly string[] = ['assert', 'url', 'util'];

const builtins: ReadonlySet<string> = new Set(builtinModules.filter((name) => !allowedBuiltins.includes(name)));

/** Packages that only work in Node, or cost every single workflow too much. A trailing `/*` covers a whole scope. */
const nodeOnlyPackages: ReadonlySet<string> = new Set([
  ...['openai', '@anthropic-ai/*', '@google/genai', '@google/generative-ai', '@mistralai/*', '@aws-sdk/*', 'ollama'],
  ...['ai', '@ai-sdk/*', '@modelcontextprotocol/*', 'langchain', '@langchain/*'],
  ...['pg', 'postgres', 'mysql2', 'mongodb', 'redis', 'ioredis', 'libsql', '@libsql/client', 'better-sqlite3', 'sqlite3'],
  ...['ssh2', 'dockerode', '@grpc/*', 'ws', 'undici', 'node-fetch', 'axios', 'got', 'express', 'fastify', 'nodemailer'],
  ...['dotenv', 'execa', 'chokidar', 'fs-extra', 'sharp', 'puppeteer', 'playwright', 'pino', 'winston'],
  ...['@temporalio/client', '@temporalio/worker', '@temporalio/activity', '@temporalio/testing', '@temporalio/core-bridge'],
  ...['@temporalio/envconfig', 'perdure/client', 'perdure/worker', 'perdure/testing'],
]);

/** Globals of Node that the sandbox does not have, with what to use instead where there is something. */
const nodeGlobals: ReadonlyMap<string, string> = new Map([
  ['process', 'read it in a task, or pass the value in as workflow input'],
  ['setInterval', 'loop over sleep() from perdure'],
  ['clearInterval', 'loop over sleep() from perdure'],
  ['setImmediate', 'await sleep(0) from perdure'],
  ['performance', 'use now() from perdure'],
  ['crypto', 'use uuid4() or random() from perdure, or put the call into a task and await the task'],
  ...(
    'Buffer fetch require __dirname __filename global clearImmediate queueMicrotask structuredClone atob btoa Headers ' +
    'Request Response FormData Blob File WebSocket EventSource EventTarget AbortSignal ReadableStream WritableStream ' +
    'TransformStream MessageChannel BroadcastChannel CompressionStream DecompressionStream TextDecoderStream navigator'
  )
    .split(' ')
    .map((name): [string, string] => [name, '']),
]);

const generalRemedy = 'put the call into a task and await the task';

/** `node:util` is `util` for Temporal, which only knows the bare name. */
export function toBareBuiltin(specifier: string): string | undefined {
  const bare = specifier.startsWith('node:') ? specifier.slice('node:'.length) : specifier;
  return allowedBuiltins.includes(bare) ? bare : undefined;
}

export function isNodeBuiltin(specifier: string): boolean {
  if (toBareBuiltin(specifier) !== undefined) return false;
  return specifier.startsWith('node:') || builtins.has(specifier);
}

/** `@scope/name/deep/file` → `@scope/name`; a path or a scheme is no package. */
export function packageOf(specifier: string): string | undefined {
  if (/^[./#]|^[a-z]:[\\/]|^[a-z-]+:/i.test(specifier)) return undefined;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Whether an import can never work in the sandbox. `alsoNodeOnly` is the user's own addition to the table. */
export function isNodeOnlyModule(specifier: string, alsoNodeOnly: readonly string[] = []): boolean {
  if (isNodeBuiltin(specifier) || specifier.endsWith('.node')) return true;
  const name = packageOf(specifier);
  if (name === undefined) return false;
  const door = specifier.split('/').slice(0, 2).join('/');
  const candidates = [name, door, `${name.split('/', 1)[0]}/*`];
  return candidates.some((each) => nodeOnlyPackages.has(each) || alsoNodeOnly.includes(each));
}

export function isNodeGlobal(name: string): boolean {
  return nodeGlobals.has(name);
}

/** What to do instead of using `name` in workflow code. */
export function remedyFor(name: string): string {
  return nodeGlobals.get(name.split('.')[0] ?? name) || generalRemedy;
}
