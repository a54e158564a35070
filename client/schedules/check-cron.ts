interface Field {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Words for values, the first one meaning `from`. */
  readonly words?: readonly string[];
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const five: readonly Field[] = [
  { name: 'minute', from: 0, to: 59 },
  { name: 'hour', from: 0, to: 23 },
  { name: 'day of the month', from: 1, to: 31 },
  { name: 'month', from: 1, to: 12, words: months },
  { name: 'day of the week', from: 0, to: 7, words: days },
];
const year: Field = { name: 'year', from: 2000, to: 2100 };
const second: Field = { name: 'second', from: 0, to: 59 };
const shorthand = /^@(yearly|annually|monthly|weekly|daily|midnight|hourly)$/;
/** February has 29 days often enough. */
const longestMonths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Everything that is wrong with a cron expression, in words; nothing for one the server takes. */
export function cronProblems(text: string): string[] {
  const parts = text.trim().split(/\s+/);
  if (shorthand.test(text.trim())) return [];
  if (parts.length < 5 || parts.length > 7) {
    const given = text.trim() === '' ? 0 : parts.length;
    return [`it needs 5 fields (minute, hour, day of the month, month, day of the week) or up to 7, but has ${given}`];
  }
  const fields = [...(parts.length === 7 ? [second] : []), ...five, ...(parts.length > 5 ? [year] : [])];
  const problems: string[] = [];
  const values = fields.map((field, index) => readField(field, parts[index] ?? '', problems));
  if (problems.length > 0) return problems;
  const [daysOfMonth = [], monthsOfYear = []] = values.slice(parts.length === 7 ? 3 : 2);
  const comes = monthsOfYear.some((month) => daysOfMonth.some((day) => day <= (longestMonths[month - 1] ?? 0)));
  return comes ? [] : ['there is no such day in any of its months, so it would never start'];
}

function readField(field: Field, text: string, problems: string[]): number[] {
  return text.split(',').flatMap((part) => {
    const [, range = '', step] = /^([^/]*)(?:\/(\d+))?$/.exec(part) ?? [];
    const [first, last, more] =
      range === '*' ? [field.from, field.to] : range.split('-').map((end) => valueOf(field, end));
    const to = last ?? (step === undefined ? first : field.to);
    if (first === undefined || to === undefined || Number.isNaN(first + to) || more !== undefined || step === '0') {
      problems.push(
        `${field.name}: '${part}' is no value from ${field.from} to ${field.to}${field.words ? ' or name' : ''}, range or step`,
      );
      return [];
    }
    if (to < first) problems.push(`${field.name}: '${part}' ends before it begins`);
    const values: number[] = [];
    for (let value = first; value <= to; value += Number(step ?? 1)) values.push(value);
    return values;
  });
}

function valueOf({ from, to, words }: Field, text: string): number {
  const word = words?.indexOf(text.toLowerCase().slice(0, 3)) ?? -1;
  if (word >= 0 && /^[a-z]+$/i.test(text)) return from + word;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= from && value <= to ? value : Number.NaN;
}
