import { findDefinition } from '../definition/register.js';
import { PerdureError } from '../errors.js';
import type { Outcome } from '../outcome.js';
import { type CallOptions, withCallOptions } from '../task/call-options.js';
import type { WorkflowDefinition } from '../workflow/definition.js';
import { runCalls } from './calls.js';

/** Input of the built-in workflow that does a part of a large `map`: what to call, JSON only. */
export interface MapChunk {
  readonly kind: 'task' | 'workflow';
  readonly name: string;
  /** How the task's options differ from those of its definition; `null` if they do not. */
  readonly options: CallOptions | null;
  readonly items: readonly unknown[];
  readonly concurrency: number;
  readonly onError: 'fail' | 'settle';
}

/** The built-in workflow behind the parts of a large `map`; a part is a child run, so that no history grows too long. */
export const mapChunkWorkflow: WorkflowDefinition = Object.freeze({
  name: 'perdure.map',
  run: (input: MapChunk) => runChunk(input),
  description: 'A part of a map over many items.',
  input: undefined,
  output: undefined,
  timeout: undefined,
  queue: undefined,
  retry: undefined,
});

function runChunk({
  kind,
  name,
  options,
  items,
  concurrency,
  onError,
}: MapChunk): Promise<readonly unknown[] | Outcome<unknown>[]> {
  const found = findDefinition(kind, name) as ((item: unknown) => Promise<unknown>) | undefined;
  if (found === undefined) {
    throw new PerdureError({
      code: 'Flow.UnknownCall',
      message: `A part of a map was to call the ${kind} '${name}', which the worker's app does not define. Define it at the top level of one of the app's files.`,
      details: { kind, name },
    });
  }
  const call = options === null ? found : withCallOptions(found as never, options);
  return runCalls(
    items.map((item) => () => call(item)),
    { concurrency, onError },
    'map',
  );
}
