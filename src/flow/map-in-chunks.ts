import { cancelCall, mayFailUnwatched, rememberCancel } from '../cancellation.js';
import { findDefinition } from '../definition/register.js';
import type { Outcome } from '../outcome.js';
import { checkJson } from '../payload/check-json.js';
import { runtime } from '../runtime.js';
import { callOptions } from '../task/call-options.js';
import { type TaskDefinition, taskDefinition } from '../task/definition.js';
import { workflowDefinition } from '../workflow/definition.js';
import { runCalls } from './calls.js';
import { type MapChunk, mapChunkWorkflow } from './map-chunk.js';

type Target = Pick<MapChunk, 'kind' | 'name' | 'options'>;

/** Measured: 20,000 items took least time with four children of 500 items, 100 of them in flight in each. */
export const chunkSize = 500;
const childrenAtOnce = 4;
const inFlight = 100;
/** A chunk is the input of a child, and one input may have 2 MiB. */
const chunkBytes = 1024 * 1024;

/** What the children of a large map would call; `undefined` if only this run can call it. */
export function chunkTarget(run: unknown): Target | undefined {
  if (typeof run !== 'function' || runtime().kind !== 'workflow') return undefined;
  if (workflowDefinition in run) return workflowTarget(run.name, run);
  const task = (run as { readonly [taskDefinition]?: TaskDefinition })[taskDefinition];
  // An approval is asked by the run that people look at, and its grants are that run's.
  if (task === undefined || task.approval !== false) return undefined;
  const base = findDefinition('task', task.name) as { readonly [taskDefinition]: TaskDefinition } | undefined;
  const options = base && callOptions(task, base[taskDefinition]);
  return options === undefined ? undefined : { kind: 'task', name: task.name, options };
}

function workflowTarget(name: string, run: unknown): Target | undefined {
  return findDefinition('workflow', name) === run ? { kind: 'workflow', name, options: null } : undefined;
}

/** A map whose parts are child runs. The limit on calls at once is shared out among the children. */
export function mapInChunks(
  target: Target,
  items: readonly unknown[],
  size: number,
  { concurrency = childrenAtOnce * inFlight, onError = 'fail' }: { concurrency?: number; onError?: 'fail' | 'settle' },
): Promise<unknown[]> {
  const children = Math.min(childrenAtOnce, concurrency);
  const share = Math.floor(concurrency / children);
  const chunks = split(items, size, `the items of map over ${target.kind} '${target.name}'`);
  const calls = chunks.map((part) => () => {
    const input: MapChunk = { ...target, items: part, concurrency: share, onError };
    return runtime().callChild(mapChunkWorkflow, input) as Promise<unknown[]>;
  });
  const done = runCalls(calls, { concurrency: children, onError }, 'map');
  const results = done.then((parts) =>
    onError === 'settle'
      ? (parts as Outcome<unknown[]>[]).flatMap((part, index) => outcomesOf(part, (chunks[index] ?? []).length))
      : (parts as unknown[][]).flat(),
  );
  return mayFailUnwatched(rememberCancel(results, () => cancelCall(done)));
}

/** A child that failed as a whole, for example because somebody terminated it, failed for each of its items. */
function outcomesOf(part: Outcome<unknown[]>, items: number): readonly unknown[] {
  if (part.status === 'succeeded') return part.value;
  return Array.from({ length: items }, () => part);
}

function split(items: readonly unknown[], size: number, where: string): unknown[][] {
  const chunks: unknown[][] = [];
  let chunk: unknown[] = [];
  let bytes = 0;
  for (const [index, item] of items.entries()) {
    const length = checkJson(item, `${where}: item ${index}`);
    if (chunk.length === size || (chunk.length > 0 && bytes + length > chunkBytes)) {
      chunks.push(chunk);
      chunk = [];
      bytes = 0;
    }
    chunk.push(item);
    bytes += length;
  }
  if (chunk.length > 0) chunks.push(chunk);
  return chunks;
}
