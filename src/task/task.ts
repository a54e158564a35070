import type { StandardSchemaV1 } from '@standard-schema/spec';
import { checkName } from '../definition/name.js';
import { register } from '../definition/register.js';
import { PerdureError } from '../errors.js';
import { map, type MapOptions } from '../flow/map.js';
import { type Outcome, toOutcome } from '../outcome.js';
import { runtime } from '../runtime.js';
import { callTask } from './call-task.js';
import { type TaskDefinition, taskDefinition, type TaskOptions } from './definition.js';
import { defineTask } from './define-task.js';

/**
 * A named step. Inside a workflow a call is recorded and survives crashes; in plain Node it calls the body.
 * Arguments and results are JSON.
 */
export interface Task<Args extends unknown[], R> {
  (...args: Args): Promise<R>;
  readonly taskName: string;
  readonly description: string | undefined;
  /** A new task of the same name with other options; everything not given is kept. */
  withOptions(options: Omit<TaskOptions<Args>, 'input' | 'output' | 'sensitive'>): Task<Args, R>;
  /** Runs the task for each item; see {@link map}. */
  map<O extends MapOptions = object>(items: Iterable<Args[0]>, options?: O): ReturnType<typeof map<Args[0], R, O>>;
  /** Runs the task and reports how it ended; rejects only when the caller itself is cancelled. */
  settle(...args: Args): Promise<Outcome<R>>;
  readonly [taskDefinition]: TaskDefinition;
}

/**
 * Defines a task: work that may fail, take long or touch the world. Its name is recorded in history.
 *
 * ```ts
 * export const countWords = task('count_words', async (path: string) => (await readFile(path, 'utf8')).split(/\s+/).length);
 * ```
 * @throws PerdureError `Definition.InvalidName`, `Definition.Duplicate`, `Task.InvalidOptions`, `Task.DefinedInWorkflow`
 */
export function task<Args extends unknown[], R>(name: string, run: (...args: Args) => R | Promise<R>): Task<Args, R>;
export function task<S extends StandardSchemaV1, R>(
  name: string,
  options: TaskOptions<[StandardSchemaV1.InferInput<S>]> & { readonly input: S },
  run: (input: StandardSchemaV1.InferOutput<S>) => R | Promise<R>,
): Task<[StandardSchemaV1.InferInput<S>], R>;
export function task<Args extends unknown[], R>(
  name: string,
  options: TaskOptions<Args> & { readonly input?: undefined },
  run: (...args: Args) => R | Promise<R>,
): Task<Args, R>;
export function task(name: string, second: unknown, third?: unknown): Task<never[], unknown> {
  checkName('task', name);
  refuseInsideWorkflow(name);
  const [options, body] = typeof second === 'function' && third === undefined ? [{}, second] : [second ?? {}, third];
  const definition = defineTask(name, options as TaskOptions, body as TaskDefinition['body']);
  const made = makeTask(definition);
  register('task', name, made);
  return made;
}

function makeTask(definition: TaskDefinition): Task<never[], unknown> {
  const call = (...args: never[]): Promise<unknown> => callTask(definition, args);
  const made = Object.assign(call, {
    taskName: definition.name,
    description: definition.description,
    withOptions: (options: TaskOptions) => makeTask(defineVariant(definition, options)),
    map: (items: Iterable<never>, options?: MapOptions) => map(made as never, items, options),
    settle: (...args: never[]) => toOutcome(call(...args)),
    [taskDefinition]: definition,
  });
  Object.defineProperty(made, 'name', { value: definition.name });
  return Object.freeze(made) as never;
}

function defineVariant(base: TaskDefinition, options: TaskOptions): TaskDefinition {
  for (const option of ['input', 'output', 'sensitive'] as const) {
    if (options[option] === undefined) continue;
    throw new PerdureError({
      code: 'Task.InvalidOptions',
      message: `task '${base.name}': withOptions cannot replace '${option}', which belongs to the body. Define another task.`,
    });
  }
  return defineTask(base.name, options, base.body, base);
}

function refuseInsideWorkflow(name: string): void {
  if (runtime().kind !== 'workflow' || !hasStarted()) return;
  throw new PerdureError({
    code: 'Task.DefinedInWorkflow',
    message: `task('${name}') was called inside a running workflow. Its body would exist nowhere else: workers learn of tasks when they load your files. Move the definition to the top level of a file and call it here.`,
  });
}

function hasStarted(): boolean {
  return (globalThis as { [started]?: boolean })[started] === true;
}

/** Set for each run just before user code is called; until then its files are being loaded. */
const started = Symbol.for('perdure.started');
