import { currentScope } from '../direct/scope.js';
import { inSandbox } from '../runtime.js';

/** Set for each run in the sandbox just before user code is called; until then its files are being loaded. */
const started = Symbol.for('perdure.started');

/** Whether this code is part of a run, rather than of a file that is being loaded. */
export function isRunning(): boolean {
  return inSandbox() ? (globalThis as { [started]?: boolean })[started] === true : currentScope() !== undefined;
}
