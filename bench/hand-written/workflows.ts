/**
 * The twin of perdure-app.ts in stock Temporal TypeScript: same names, same commands, same limits as perdure's defaults,
 * and no more code than these workflows need.
 * @module
 */
import { ApplicationFailure, defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import {
  ActivityCancellationType,
  allHandlersFinished,
  condition,
  defineQuery,
  defineSignal,
  defineUpdate,
  proxyActivities,
  setHandler,
  setWorkflowOptions,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type * as activities from './activities.js';

const { step } = proxyActivities<typeof activities>({
  startToCloseTimeout: '10m',
  heartbeatTimeout: '30s',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { maximumAttempts: 3, initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
});

export async function noop(): Promise<null> {
  return null;
}

export async function oneStep(value: number): Promise<number> {
  return step(value);
}

export async function chain(length: number): Promise<number> {
  let value = 0;
  while (value < length) value = await step(value);
  return value;
}

export async function fanOut(width: number): Promise<number> {
  const results = await Promise.all(Array.from({ length: width }, (_, index) => step(index)));
  return results.length;
}

interface Answer {
  readonly name: string;
  readonly value: { readonly approved: boolean };
}

const resume = defineUpdate<{ id: string }, [Answer]>('resume');
const resumeBySignal = defineSignal<[Answer]>('resume');
const pauses = defineQuery<{ id: string; prompt: string; data: unknown; since: string }[]>('pauses');
const paused = defineSearchAttributeKey('PerdurePaused', SearchAttributeType.KEYWORD_LIST);

export async function review(): Promise<boolean> {
  let answer: Answer['value'] | undefined;
  const open = { id: 'review', prompt: 'Publish?', data: { pages: 3 }, since: new Date().toISOString() };
  const accept = (given: Answer): { id: string } => {
    answer ??= given.value;
    return { id: given.name };
  };
  const validator = ({ name, value }: Answer): void => {
    if (name !== open.id) throw ApplicationFailure.nonRetryable(`No open question '${name}'`);
    if (answer !== undefined) throw ApplicationFailure.nonRetryable('Already answered');
    if (typeof value?.approved !== 'boolean') throw ApplicationFailure.nonRetryable('approved must be true or false');
  };
  setHandler(resume, accept, { validator });
  setHandler(resumeBySignal, (given) => void accept(given));
  setHandler(pauses, () => (answer === undefined ? [open] : []));
  upsertSearchAttributes([{ key: paused, value: [open.id] }]);
  await condition(() => answer !== undefined);
  upsertSearchAttributes([{ key: paused, value: null }]);
  await condition(allHandlersFinished);
  return answer?.approved === true;
}

for (const workflow of [noop, oneStep, chain, fanOut, review] as ((...args: never[]) => Promise<unknown>)[]) {
  setWorkflowOptions({ failureExceptionTypes: [Error] }, workflow);
}
