import type { TaskDefinition } from './definition.js';

/** Longest summary shown for a call, in characters; Temporal allows 400 bytes. */
const longest = 120;
const longestDigest = 60;

/** The line history shows for a call: the task's own summary, filled in, or a short digest of the arguments. */
export function summarise(task: TaskDefinition, args: readonly unknown[]): string | undefined {
  if (typeof task.summary === 'function') return cut(task.summary(...(args as never[])), longest);
  if (typeof task.summary === 'string') return cut(fillIn(task.summary, args), longest);
  if (args.length === 0 || task.sensitive) return undefined;
  return cut(args.map((argument) => digest(argument)).join(', '), longestDigest);
}

/** `{field}` is a field of the first argument, `{0}`, `{1}` … an argument by position. */
function fillIn(template: string, args: readonly unknown[]): string {
  return template.replaceAll(/\{([^{}]+)\}/g, (placeholder, key: string) => {
    const value = /^\d+$/.test(key) ? args[Number(key)] : field(args[0], key);
    return value === undefined ? placeholder : digest(value);
  });
}

function field(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (part, key) => (typeof part === 'object' && part !== null ? (part as Record<string, unknown>)[key] : undefined),
      value,
    );
}

function digest(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return `[${value.length}]`;
  if (typeof value === 'object' && value !== null) return `{${Object.keys(value).slice(0, 6).join(', ')}}`;
  return String(value);
}

function cut(line: string, length: number): string {
  const oneLine = String(line)
    .slice(0, length * 4)
    .replaceAll(/\s+/g, ' ');
  // By code points, so that no half of a character is left at the end.
  const points = Array.from(oneLine);
  return points.length > length ? `${points.slice(0, length - 1).join('')}…` : oneLine;
}
