import { parseWorkflowCode } from '@temporalio/worker/lib/worker.js';
import { ReusableVMWorkflowCreator } from '@temporalio/worker/lib/workflow/reusable-vm.js';
import { globalHandlers } from '@temporalio/worker/lib/workflow/vm-shared.js';
import { PerdureError } from '../src/errors.js';

type CreateOptions = Parameters<ReusableVMWorkflowCreator['createWorkflow']>[0];

/** Longest time the files may take to load, in milliseconds; Temporal gives a workflow task's code about as much. */
const loadTimeout = 10_000;

/**
 * Loads a bundle once in Temporal's own sandbox, as the first run would. What fails there would otherwise fail in
 * every workflow task of every run, retried for ever and seen by nobody.
 * @throws PerdureError `Bundle.LoadFailed` with the user's file and line
 */
export async function checkBundle(code: string): Promise<void> {
  const bundle = parseWorkflowCode(code);
  const { installed } = globalHandlers;
  const sandbox = await ReusableVMWorkflowCreator.create(bundle, loadTimeout, new Set());
  try {
    const workflow = await sandbox.createWorkflow(firstRun);
    await workflow.dispose();
  } catch (error) {
    throw loadFailed(error);
  } finally {
    await sandbox.destroy();
    // The sandbox traces every promise of its thread; the worker runs its own in another one, and this goes on working.
    if (!installed) globalHandlers.uninstall();
  }
}

/** The least a run must be told; nothing of it is read while files load. */
const firstRun = {
  info: {
    workflowId: 'check',
    runId: 'check',
    workflowType: 'check',
    namespace: 'check',
    taskQueue: 'check',
    attempt: 1,
    historyLength: 1,
    historySize: 1,
    memo: {},
    searchAttributes: {},
    startTime: new Date(0),
    runStartTime: new Date(0),
    unsafe: { isReplaying: false },
  },
  randomnessSeed: [1, 2, 3],
  now: 0,
  showStackTraceSources: false,
} as unknown as CreateOptions;

function loadFailed(error: unknown): PerdureError {
  if (PerdureError.is(error)) return error;
  const { message, stack = '' } = error as Error;
  const place = /\(?([^\s()]+\.[cm]?[jt]sx?:\d+):\d+\)?/.exec(
    stack.replace(/^[^\n]*workflow-bundle-[^\n]*\n/, ''),
  )?.[1];
  return new PerdureError({
    code: 'Bundle.LoadFailed',
    message: `${place ?? 'The app'} fails while it is loaded in the workflow sandbox: ${message}. Top-level code of a file with workflows runs there too, without Node: move it into the body of a task, or into a file that only tasks import.`,
    details: { place: place ?? null },
    cause: error,
  });
}
