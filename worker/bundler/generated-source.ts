import { namesOfBuiltin } from './rewrite-imports.js';
import { isNodeBuiltin } from './node-only.js';
import { ownFiles } from './own-files.js';
import type { StubOrigin } from './stub.js';

// webpack takes each query for a module of its own, so one file on disk stands for any number of generated modules.
const preloadQuery = 'perdure-preload';
const stubQuery = 'perdure-stub=';

/** Modules of one package that are loaded once for all runs. */
export interface SharedModules {
  /** Those the app imports itself. */
  readonly entries: readonly string[];
  /** All of them. */
  readonly files: readonly string[];
}

export const preloadRequest = `${ownFiles.generated}?${preloadQuery}`;

export function stubModuleRequest(origin: StubOrigin): string {
  return `${ownFiles.generated}?${stubQuery}${Buffer.from(JSON.stringify(origin)).toString('base64url')}`;
}

/** The code of a generated module; `shared` is what the preload module loads once for all runs. */
export function generatedSource(query: string, shared: SharedModules): string {
  if (query === preloadQuery) return preloadSource(shared);
  const origin = JSON.parse(Buffer.from(query.slice(stubQuery.length), 'base64url').toString()) as StubOrigin;
  const keys = origin.from !== undefined && isNodeBuiltin(origin.from) ? namesOfBuiltin(origin.from) : [];
  const stub = `require(${JSON.stringify(ownFiles.stub)}).createStub`;
  return `module.exports = ${stub}(${JSON.stringify(origin)}, ${JSON.stringify(keys)});`;
}

/** The bundle's entry: the runtime first, since it has to be there when the user's definitions are made. */
export function entrySource(runtimeModule: string, modules: readonly string[]): string {
  const loads = modules.map((file) => `require(${JSON.stringify(file)});`).join(' ');
  return `const { exportWorkflows } = require(${JSON.stringify(runtimeModule)}); ${loads} module.exports = exportWorkflows();`;
}

/** Temporal freezes what is preloaded, all the way down, except below what is frozen already. */
function preloadSource({ entries, files }: SharedModules): string {
  if (files.length === 0) return '';
  const load = (file: string): string => `require(${JSON.stringify(file)})`;
  // As an expression with a use: webpack leaves out a bare `require` of a package that declares itself free of side effects.
  return (
    `[${entries.map(load).join(', ')}].forEach(${load(ownFiles.warmZod)}.warmZod); ` +
    // zod resets the `lastIndex` of its patterns: they must stay as they are while the modules around them are frozen.
    `[${files.map(load).join(', ')}].forEach((exported) => Object.freeze(exported));`
  );
}
