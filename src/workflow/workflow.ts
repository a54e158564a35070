import type { StandardSchemaV1 } from '@standard-schema/spec';
import { OptionProblems } from '../definition/check-options.js';
import { checkName } from '../definition/name.js';
import { positiveTime } from '../definition/positive-time.js';
import { register } from '../definition/register.js';
import type { RunInfo } from '../flow/run-info.js';
import { type Outcome, toOutcome } from '../outcome.js';
import { defineRetry } from '../retry/define-retry.js';
import { type ChildRun, runtime } from '../runtime.js';
import { type WorkflowDefinition, workflowDefinition, type WorkflowOptions } from './definition.js';

/**
 * A named, durable function. Its JavaScript `name` is the workflow's name, so Temporal's own client starts it too.
 * Called inside another workflow it runs as a child and returns its result; in plain Node it runs directly.
 */
export interface Workflow<I, O> {
  (...args: WorkflowArguments<I>): Promise<O>;
  readonly name: string;
  readonly workflowName: string;
  readonly description: string | undefined;
  /** Inside a workflow: starts a child run that lives on by itself. `id`: its workflow id. */
  start(...args: [...WorkflowArguments<I>, options?: { readonly id?: string }]): Promise<ChildRun<O>>;
  /** Runs it and reports how it ended; rejects only when the caller itself is cancelled. */
  settle(...args: WorkflowArguments<I>): Promise<Outcome<O>>;
  readonly [workflowDefinition]: WorkflowDefinition;
}

/** The input may be left out where `undefined` is a legal input. */
export type WorkflowArguments<I> = undefined extends I ? [input?: I] : [input: I];

/**
 * Defines a workflow: ordinary code that survives crashes because each task call, pause and sleep in it is recorded.
 *
 * ```ts
 * export const hello = workflow('hello', async (name: string) => greet(name));
 * ```
 * @throws PerdureError `Definition.InvalidName`, `Definition.Duplicate`, `Workflow.InvalidOptions`
 */
export function workflow<I = undefined, O = unknown>(
  name: string,
  run: (input: I, info: RunInfo) => O | Promise<O>,
): Workflow<I, O>;
export function workflow<S extends StandardSchemaV1, O>(
  name: string,
  options: WorkflowOptions & { readonly input: S },
  run: (input: StandardSchemaV1.InferOutput<S>, info: RunInfo) => O | Promise<O>,
): Workflow<StandardSchemaV1.InferInput<S>, O>;
export function workflow<I = undefined, O = unknown>(
  name: string,
  options: WorkflowOptions & { readonly input?: undefined },
  run: (input: I, info: RunInfo) => O | Promise<O>,
): Workflow<I, O>;
export function workflow(name: string, second: unknown, third?: unknown): Workflow<never, unknown> {
  checkName('workflow', name);
  const [options, run] = typeof second === 'function' && third === undefined ? [{}, second] : [second ?? {}, third];
  const definition = defineWorkflow(name, options, run as WorkflowDefinition['run']);
  const made = makeWorkflow(definition);
  register('workflow', name, made);
  return made;
}

function makeWorkflow(definition: WorkflowDefinition): Workflow<never, unknown> {
  const call = (input: unknown): Promise<unknown> => runtime().callChild(definition, input);
  const made = Object.assign(call, {
    workflowName: definition.name,
    description: definition.description,
    start: (input: unknown, options?: { readonly id?: string }) => runtime().startChild(definition, input, options?.id),
    settle: (input: unknown) => toOutcome(call(input)),
    [workflowDefinition]: definition,
  });
  Object.defineProperty(made, 'name', { value: definition.name });
  return Object.freeze(made) as never;
}

const knownOptions = [
  'description',
  'input',
  'output',
  'timeout',
  'queue',
  'retry',
] as const satisfies readonly (keyof WorkflowOptions)[];

function defineWorkflow(name: string, options: WorkflowOptions, run: WorkflowDefinition['run']): WorkflowDefinition {
  const problems = new OptionProblems(`workflow '${name}'`, 'Workflow.InvalidOptions');
  problems.unknown(options, knownOptions);
  if (typeof run !== 'function') problems.add(`it needs a function, but got ${typeof run}`);
  problems.schemas(options, ['input', 'output']);
  const definition: WorkflowDefinition = {
    name,
    run,
    description: options.description,
    input: options.input,
    output: options.output,
    timeout: positiveTime(options.timeout, 'timeout', problems),
    queue: options.queue,
    retry: options.retry && defineRetry(options.retry, problems),
  };
  problems.throwAny();
  return Object.freeze(definition);
}
