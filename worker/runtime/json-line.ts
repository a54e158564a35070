import type { LogLine } from './log-line.js';

/** One JSON object. A field of the user's that has the name of one of ours gets a `_` behind it; none is lost. */
export function jsonLine({ fields, where, ...line }: LogLine): string {
  const ours: Record<string, unknown> = { ...line, ...where };
  for (const [name, value] of Object.entries(fields)) ours[name in ours ? `${name}_` : name] = value;
  return JSON.stringify(ours, plain());
}

/** What JSON has no place for must not cost the line: errors, numbers without end, and circles. */
export function plain(): (name: string, value: unknown) => unknown {
  const path: { readonly value: object; readonly shown: object }[] = [];
  return function (this: unknown, _name, value) {
    if (typeof value === 'bigint') return value.toString();
    if (typeof value !== 'object' || value === null) return value;
    // `this` holds the value: whatever was entered after it is done.
    while (path.length > 0 && path.at(-1)?.shown !== this) path.pop();
    if (path.some((entered) => entered.value === value)) return '[circular]';
    const shown = value instanceof Error ? errorFields(value) : value;
    path.push({ value, shown });
    return shown;
  };
}

function errorFields(error: Error): object {
  const { name, message, stack, cause } = error;
  const { code } = error as { code?: unknown };
  return { name, message, ...(code !== undefined && { code }), ...(cause !== undefined && { cause }), stack };
}
