import { plain } from './json-line.js';
import type { LogLine } from './log-line.js';

/** A line for people: time, level, run and step, message, fields. */
export function textLine({ time, level, message, where, fields }: LogLine): string {
  const { workflow, workflowId, task, attempt } = where;
  const again = typeof attempt === 'number' && attempt > 1 ? `attempt ${attempt}` : undefined;
  const place = [workflow, workflowId, task, again].filter((part) => part !== undefined).map(String);
  const { error, ...others } = fields;
  const reason = error instanceof Error ? `: ${error.message}` : '';
  const extra = Object.keys(others).length === 0 ? '' : ` ${JSON.stringify(others, plain())}`;
  return `${time} ${level.padEnd(5)} ${place.length > 0 ? `[${place.join(' ')}] ` : ''}${message}${reason}${extra}`;
}
