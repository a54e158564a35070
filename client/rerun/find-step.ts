import { PerdureError } from '../../src/errors.js';
import { type RerunStep, stepLabel } from './rerun-step.js';

const longestList = 40;

/**
 * The step a person means: by name, by name and number (`charge#2`), or by the number of its event in history.
 * @throws PerdureError `Step.NotFound`, `Step.Ambiguous`, both with the steps there are
 */
export function findStep<S extends RerunStep>(id: string, steps: readonly S[], from: string | number): S {
  const [, name = '', number] = /^(.*?)(?:#(\d+))?$/s.exec(String(from)) ?? [];
  const named = steps.filter((step) => step.name === name && (number === undefined || step.call === Number(number)));
  const [first, ...others] = named.length > 0 ? named : steps.filter(({ event }) => String(event) === String(from));
  if (first === undefined) throw notFound(id, steps, from);
  if (others.length > 0) throw ambiguous(id, name, [first, ...others]);
  return first;
}

function notFound(id: string, steps: readonly RerunStep[], from: string | number): PerdureError {
  const labels = steps.map((step) => stepLabel(step, steps));
  const known = labels.length === 0 ? 'It has none so far.' : `Its steps: ${shorten(labels).join(', ')}.`;
  const children = steps.some(({ kind }) => kind === 'workflow')
    ? ` Steps of a child run belong to that run: rerun it by its own id, or from where this run called it.`
    : '';
  return new PerdureError({
    code: 'Step.NotFound',
    message: `Run '${id}' has no step '${from}'. ${known}${children}`,
    details: { run: id, step: from, steps: shorten(labels) },
  });
}

function ambiguous(id: string, name: string, found: readonly RerunStep[]): PerdureError {
  const choices = found.map(({ call, event }) => `${name}#${call} (event ${event})`);
  return new PerdureError({
    code: 'Step.Ambiguous',
    message: `Run '${id}' has ${found.length} steps '${name}'. Say which: ${shorten(choices).join(', ')}.`,
    details: { run: id, step: name, steps: shorten(found.map(({ call }) => `${name}#${call}`)) },
  });
}

function shorten(list: readonly string[]): string[] {
  const rest = list.length - longestList;
  return rest > 0 ? [...list.slice(0, longestList), `… and ${rest} more`] : [...list];
}
