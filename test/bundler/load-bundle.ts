import { runInContext, type Context } from 'node:vm';
import { ReusableVMWorkflowCreator } from '@temporalio/worker/lib/workflow/reusable-vm.js';
import { parseWorkflowCode } from '@temporalio/worker/lib/worker.js';

export interface LoadedBundle {
  readonly workflows: readonly string[];
  /** Evaluates an expression inside the sandbox and awaits it. */
  evaluate(expression: string): Promise<unknown>;
  /** From here on stubs refuse instead of absorbing. */
  start(): void;
}

/** Loads a bundle as a worker does: shared modules first, frozen; then the app. No server, and no run. */
export async function loadBundle(code: string): Promise<LoadedBundle> {
  const creator = await ReusableVMWorkflowCreator.create(parseWorkflowCode(code), 10_000, new Set());
  const context = (creator as unknown as { readonly context: Context }).context;
  const run = (source: string): unknown => runInContext(source, context);
  const workflows = run('Object.keys(__TEMPORAL__.importWorkflows())') as string[];
  return {
    workflows: [...workflows].filter((name) => name !== 'default').sort(),
    evaluate: async (expression) => {
      run(`globalThis.outcome = (async () => (${expression}))().then((value) => ({ value }), (error) => ({ error }))`);
      // Promises of the sandbox settle when a script of it ends.
      run('globalThis.outcome.then((settled) => { globalThis.settled = settled; })');
      const settled = run('globalThis.settled') as { readonly value?: unknown; readonly error?: unknown };
      if ('error' in settled) throw settled.error;
      return settled.value;
    },
    start: () => run("globalThis[Symbol.for('perdure.started')] = true"),
  };
}
