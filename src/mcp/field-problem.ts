import type { JsonSchema } from '../model/request.js';

/** What is wrong with a field of a form, if anything. Forms have texts, numbers, yes or no, and choices. */
export function fieldProblem(field: JsonSchema, value: unknown): string | undefined {
  const check = checks[field['type'] as string];
  if (check) return check(field, value) ?? chosen(field, value);
  return chosen(field, value);
}

type Check = (field: JsonSchema, value: unknown) => string | undefined;

const number: Check = (field, value) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'must be a number';
  const { minimum = -Infinity, maximum = Infinity } = field as { minimum?: number; maximum?: number };
  return value >= minimum && value <= maximum ? undefined : `must be from ${minimum} to ${maximum}`;
};

const checks: Readonly<Record<string, Check>> = {
  number,
  integer: (field, value) => (Number.isInteger(value) ? number(field, value) : 'must be a whole number'),
  boolean: (_field, value) => (typeof value === 'boolean' ? undefined : 'must be true or false'),
  string(field, value) {
    if (typeof value !== 'string') return 'must be a text';
    const { minLength = 0, maxLength = Infinity } = field as { minLength?: number; maxLength?: number };
    const { length } = Array.from(value);
    if (length < minLength || length > maxLength) return `must have ${minLength} to ${maxLength} characters`;
    const format = (field['format'] ?? '') as string;
    return formats[format]?.test(value) === false ? `must be of the format '${format}'` : undefined;
  },
  array(field, value) {
    if (!Array.isArray(value)) return 'must be a list';
    const { minItems = 0, maxItems = Infinity } = field as { minItems?: number; maxItems?: number };
    if (value.length < minItems || value.length > maxItems) return `must have ${minItems} to ${maxItems} items`;
    const items = (field['items'] ?? {}) as JsonSchema;
    return value.map((item) => fieldProblem(items, item)).find((problem) => problem !== undefined);
  },
};

/** Of those the protocol names; servers check for themselves, so these need not be exact. */
const formats: Readonly<Record<string, RegExp>> = {
  email: /^[^\s@]+@[^\s@]+$/,
  uri: /^[A-Za-z][A-Za-z0-9+.-]*:\S+$/,
  date: /^\d{4}-\d\d-\d\d$/,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d/,
};

/** One of the values a field may have, where it names them. */
function chosen(field: JsonSchema, value: unknown): string | undefined {
  const titled = (field['oneOf'] ?? field['anyOf']) as readonly { readonly const?: unknown }[] | undefined;
  const allowed = (field['enum'] as readonly unknown[] | undefined) ?? titled?.map((one) => one.const);
  if (allowed === undefined || allowed.includes(value)) return undefined;
  return `must be one of ${allowed.map((one) => JSON.stringify(one)).join(', ')}`;
}
