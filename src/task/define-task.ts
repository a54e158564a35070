import { OptionProblems } from '../definition/check-options.js';
import { positiveTime } from '../definition/positive-time.js';
import { defineRetry } from '../retry/define-retry.js';
import { checkSafeguards, checkTogether } from './check-safeguards.js';
import { defineBreaker } from './define-breaker.js';
import { defineCache } from './define-cache.js';
import type { TaskDefinition, TaskOptions } from './definition.js';

const knownOptions = [
  'description',
  'input',
  'output',
  'retry',
  'timeout',
  'totalTimeout',
  'heartbeatTimeout',
  'summary',
  'queue',
  'priority',
  'fallback',
  'rollback',
  'approval',
  'approvalTarget',
  'cache',
  'secrets',
  'circuitBreaker',
  'risk',
  'local',
  'sensitive',
] as const satisfies readonly (keyof TaskOptions)[];

/** Options by which the worker runs a body; it knows those of the definition, and must be told of others. */
const workerOptions = ['cache', 'secrets', 'circuitBreaker'] as const;

/**
 * Turns a name, options and a body into a frozen definition; `base` gives what the options leave out.
 * @throws PerdureError `Task.InvalidOptions` with all problems at once
 */
export function defineTask(
  name: string,
  options: TaskOptions,
  body: TaskDefinition['body'],
  base?: TaskDefinition,
): TaskDefinition {
  const problems = new OptionProblems(`task '${name}'`, 'Task.InvalidOptions');
  problems.unknown(options, knownOptions);
  if (typeof body !== 'function') problems.add(`the body must be a function, but got ${typeof body}`);
  const time = (option: 'timeout' | 'totalTimeout' | 'heartbeatTimeout'): number | undefined =>
    positiveTime(options[option], option, problems) ?? base?.[option];
  if (options.priority !== undefined && ![1, 2, 3, 4, 5].includes(options.priority)) {
    problems.add(`priority must be a whole number from 1 (first) to 5, but got ${String(options.priority)}`);
  }
  problems.schemas(options, ['input', 'output']);
  checkSafeguards(options, problems);
  const definition: TaskDefinition = {
    name,
    body,
    description: options.description ?? base?.description,
    input: options.input ?? base?.input,
    output: options.output ?? base?.output,
    retry: defineRetry(options.retry ?? {}, problems, base?.retry),
    timeout: time('timeout') ?? 600_000,
    totalTimeout: time('totalTimeout'),
    heartbeatTimeout: time('heartbeatTimeout') ?? 30_000,
    summary: options.summary ?? base?.summary,
    queue: options.queue ?? base?.queue,
    priority: options.priority ?? base?.priority,
    fallback: (options.fallback as TaskDefinition['fallback']) ?? base?.fallback,
    rollback: (options.rollback as TaskDefinition['rollback']) ?? base?.rollback,
    approval: options.approval ?? base?.approval ?? false,
    approvalTarget: options.approvalTarget ?? base?.approvalTarget,
    cache: defineCache(options.cache, problems, base?.cache),
    secrets: options.secrets ?? base?.secrets ?? [],
    circuitBreaker: defineBreaker(name, options.circuitBreaker, problems, base?.circuitBreaker),
    risk: options.risk ?? base?.risk,
    local: options.local ?? base?.local ?? false,
    sensitive: options.sensitive ?? base?.sensitive ?? false,
    isVariant: base !== undefined && (base.isVariant || workerOptions.some((option) => options[option] !== undefined)),
  };
  checkTogether(definition, problems);
  problems.throwAny();
  return Object.freeze(definition);
}
