import type { OptionProblems } from '../definition/check-options.js';
import { type TaskDefinition, taskDefinition, type TaskOptions } from './definition.js';

const risks = ['read', 'write', 'exec', 'external'];

/** Notes what is wrong with the options that guard a call. */
export function checkSafeguards(options: TaskOptions, problems: OptionProblems): void {
  for (const option of ['fallback', 'rollback'] as const) {
    if (options[option] !== undefined && !isTask(options[option])) {
      problems.add(`${option} must be a task with the same arguments: its calls are recorded like any other`);
    }
  }
  const { approval, approvalTarget, secrets, risk } = options;
  if (approval !== undefined && typeof approval !== 'boolean' && typeof approval !== 'function') {
    problems.add(`approval must be true, false or a function of the arguments, but got ${typeof approval}`);
  }
  if (approvalTarget !== undefined && typeof approvalTarget !== 'function') {
    problems.add(`approvalTarget must be a function of the arguments, but got ${typeof approvalTarget}`);
  }
  if (secrets !== undefined && !(Array.isArray(secrets) && secrets.every((name) => typeof name === 'string' && name))) {
    problems.add('secrets must be a list of names');
  }
  if (risk !== undefined && !risks.includes(risk)) {
    problems.add(`risk must be one of ${risks.join(', ')}, but got ${JSON.stringify(risk)}`);
  }
}

/** Notes options that exclude each other. */
export function checkTogether(task: TaskDefinition, problems: OptionProblems): void {
  if (task.sensitive && task.cache) {
    problems.add('sensitive and cache exclude each other: a cache keeps results in clear text');
  }
  if (task.local && task.queue !== undefined) {
    problems.add("local and queue exclude each other: a local task runs in its workflow's own worker");
  }
}

function isTask(value: unknown): boolean {
  return typeof value === 'function' && taskDefinition in value;
}
