import type { App } from '../../client/index.js';
import { type Call, callsOf } from '../stats/call.js';
import type { Measured } from '../stats/step-stats.js';
import { nameOf } from '../timeline/describe-step.js';
import type { ChildStep } from '../timeline/timeline.js';
import { readRun, type RunView } from './read-run.js';

const atOnce = 4;
const mostChildren = 500;

export interface MeasuredRun extends Measured {
  readonly view: RunView;
  /** Child runs that were looked into, and those that were not: too many, or gone from the server. */
  readonly children: { readonly read: number; readonly left: number };
}

/** A run with the times of its calls; with `children` also of the calls of its child runs, one level down. */
export async function measureRun(
  app: App,
  which: { readonly workflowId: string; readonly runId?: string | undefined },
  { children = false, onEvents = () => {} }: { children?: boolean; onEvents?: (count: number) => void },
): Promise<MeasuredRun> {
  const view = await readRun(app, which, onEvents);
  const now = Date.now();
  const { timeline } = view;
  const own = callsOf(timeline, now);
  const found = children ? timeline.steps.filter((step) => step.kind === 'child') : [];
  const below = await inTurns(found.slice(0, mostChildren), (child) => callsBelow(app, child, now));
  const read = below.filter((calls) => calls !== undefined);
  return {
    view,
    calls: [...own, ...read.flat()],
    duration: (timeline.end?.at ?? now) - timeline.startedAt,
    children: { read: read.length, left: found.length - read.length },
  };
}

/** A few at a time: each may be a history of many megabytes. */
export async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let index = 0; index < items.length; index += atOnce)
    results.push(...(await Promise.all(items.slice(index, index + atOnce).map(work))));
  return results;
}

async function callsBelow(app: App, child: ChildStep, now: number): Promise<Call[] | undefined> {
  try {
    const { timeline } = await readRun(app, { workflowId: child.id }, () => {});
    return callsOf(timeline, now, nameOf(child));
  } catch {
    return undefined;
  }
}
