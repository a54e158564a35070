import { namesOfBuiltin } from './rewrite-imports.js';
import { isNodeBuiltin, partsInSandbox } from './node-only.js';
import { ownFiles } from './own-files.js';
import type { StubOrigin } from './stub.js';

// webpack takes each query for a module of its own, so one file on disk stands for any number of generated modules.
const preloadQuery = 'perdure-preload';
const assertStrictQuery = 'perdure-assert-strict';
const outsideQuery = 'perdure-outside';
const stubQuery = 'perdure-stub=';

/** Stands in the preload module for the ids of the modules that are shared, until they are known. */
export const sharedPlaceholder = '[/* modules shared by all runs */]';
/** Stands in the entry for the ids of the library's own workflows that this app needs. */
export const ownWorkflowsPlaceholder = "[/* the library's own workflows */]";

export const preloadRequest = `${ownFiles.generated}?${preloadQuery}`;
/** Stands for the modules that run calls in plain Node: in the sandbox there are no such calls. */
export const outsideRequest = `${ownFiles.generated}?${outsideQuery}`;
export const assertStrictRequest = `${ownFiles.generated}?${assertStrictQuery}`;

export function stubModuleRequest(origin: StubOrigin): string {
  return `${ownFiles.generated}?${stubQuery}${Buffer.from(JSON.stringify(origin)).toString('base64url')}`;
}

/** The code of a generated module. */
export function generatedSource(query: string): string {
  if (query === preloadQuery) return preloadSource();
  if (query === outsideQuery) return outsideSource;
  // `assert` is a global of the sandbox.
  if (query === assertStrictQuery) return 'module.exports = assert.strict;';
  const origin = JSON.parse(Buffer.from(query.slice(stubQuery.length), 'base64url').toString()) as StubOrigin;
  const { from = '' } = origin;
  const real = partsInSandbox(from);
  const keys = isNodeBuiltin(from) || real ? namesOfBuiltin(from) : [];
  const given = [JSON.stringify(origin), JSON.stringify(keys), ...(real ? [`{ ${real.join(', ')} }`] : [])];
  return `module.exports = require(${JSON.stringify(ownFiles.stub)}).createStub(${given.join(', ')});`;
}

/** What the runtime in the sandbox is told. */
export interface EntryOptions {
  /** Where the Temporal Web UI is. */
  readonly webUi?: string | undefined;
}

/** What the entry loads, by absolute paths. */
export interface EntryModules {
  readonly runtimeModule: string;
  readonly modules: readonly string[];
  /** Exports the workflows that are Temporal's own functions. */
  readonly handWritten: string | undefined;
}

/** The bundle's entry: the runtime first, since it has to be there when the user's definitions are made. */
export function entrySource({ runtimeModule, modules, handWritten }: EntryModules, options: EntryOptions): string {
  const loads = modules.map((file) => `require(${JSON.stringify(file)});`).join(' ');
  const others = handWritten === undefined ? '{}' : `require(${JSON.stringify(handWritten)})`;
  const own = `${ownWorkflowsPlaceholder}.map((id) => __webpack_require__(id).definition)`;
  return `const { exportWorkflows } = require(${JSON.stringify(runtimeModule)}); ${loads} module.exports = exportWorkflows(${JSON.stringify(options)}, ${others}, ${own});`;
}

const outsideSource =
  'exports.currentScope = () => undefined;' +
  "exports.plainCalls = () => { throw new Error('The sandbox has no runtime yet.'); };";

/** Temporal freezes what is preloaded, all the way down, except below what is frozen already. */
function preloadSource(): string {
  return (
    `const shared = ${sharedPlaceholder}.map((id) => __webpack_require__(id)); ` +
    `shared.forEach(require(${JSON.stringify(ownFiles.warmZod)}).warmZod); ` +
    // zod resets the `lastIndex` of its patterns: they must stay as they are while the modules around them are frozen.
    'shared.forEach((exported) => Object.freeze(exported));'
  );
}
