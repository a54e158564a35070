import { assertStrictRequest, stubModuleRequest } from './generated-source.js';
import type { ModuleOrigin } from './module-origin.js';
import { isNodeBuiltin, isNodeOnlyModule, packageOf, partsInSandbox, toBareBuiltin } from './node-only.js';
import { ownFiles } from './own-files.js';
import { stubRequest } from './stub-source.js';

export interface ImportSite {
  readonly request: string;
  readonly origin: ModuleOrigin;
  readonly file: string;
  readonly line: number;
}

/** What an import leads to instead; nothing when it is to be resolved as it stands. */
export function redirectRequest(
  { request, origin, file, line }: ImportSite,
  nodeOnly: readonly string[],
): string | undefined {
  if (request === stubRequest) return ownFiles.stub;
  const isPartial = partsInSandbox(request) !== undefined;
  if (origin.kind === 'machinery' || !(isPartial || isNodeOnlyModule(request, nodeOnly))) return toAllowed(request);
  const name = nameOf(request);
  if (origin.kind === 'user') return stubModuleRequest({ name, from: request, file, line, kind: 'import' });
  // A package may import itself by name.
  if (packageOf(request) === origin.name) return undefined;
  return stubModuleRequest({ name, from: request, file: origin.name, kind: 'package' });
}

/** Temporal knows only the bare names of the builtins it allows, and not `assert/strict`. */
function toAllowed(request: string): string | undefined {
  const bare = toBareBuiltin(request);
  if (bare === 'assert/strict') return assertStrictRequest;
  return bare === request ? undefined : bare;
}

function nameOf(request: string): string {
  return isNodeBuiltin(request) || toBareBuiltin(request) ? request.replace(/^node:/, '') : request;
}
