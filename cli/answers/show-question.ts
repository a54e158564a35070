import type { Colours } from '../terminal/colours.js';
import { humanDuration } from '../terminal/human-duration.js';
import { showValue } from '../terminal/show-value.js';
import type { JsonSchema } from './example-of.js';
import type { Question } from './question.js';

const longestData = 4_000;

/** A question as a person reads it, with the command that answers it. */
export function showQuestion(question: Question, colours: Colours): string[] {
  const { dim, bold, magenta, cyan } = colours;
  const { id, run, workflow, since, deadline } = question;
  const times = [
    since && `has waited ${humanDuration(Date.now() - Date.parse(since))}`,
    deadline && `until ${deadline}`,
  ];
  return [
    `${magenta(bold(id))}  ${run} ${dim(`(${workflow})`)}  ${dim(times.filter(Boolean).join(', '))}`.trimEnd(),
    ...(since === null ? [dim('  (no worker answers, so the question is not known here)')] : []),
    ...bodyOf(question, colours),
    `  ${dim('answer')}  ${cyan(question.resume)}`,
  ];
}

/** What is asked: the prompt, the data to judge, and the shape of the answer. */
export function bodyOf(
  { prompt, data, schema }: Pick<Question, 'prompt' | 'data' | 'schema'>,
  { dim, bold }: Colours,
): string[] {
  const content = data === null ? [] : cut(showValue(data)).split('\n');
  const fields = fieldLines(schema);
  return [
    ...(prompt === null ? [] : [`  ${bold(prompt)}`]),
    ...content.map((line) => `  ${dim('│')} ${line}`),
    ...fields.map((line) => `  ${dim(line)}`),
  ];
}

function fieldLines(schema: unknown): string[] {
  const { properties, required = [] } = (schema ?? {}) as JsonSchema;
  return Object.entries(properties ?? {}).map(([name, part]) => {
    const shape = part.enum
      ? part.enum.map((value) => JSON.stringify(value)).join(' | ')
      : String(part.type ?? 'any value');
    return `${name}${required.includes(name) ? '' : '?'}: ${shape}${part.description ? `  ${part.description}` : ''}`;
  });
}

function cut(text: string): string {
  return text.length > longestData
    ? `${text.slice(0, longestData)}\n… (${text.length} characters in all, see --json)`
    : text;
}
