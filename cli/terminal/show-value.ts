/** A value as a person reads it: text as it is, anything else as JSON; nothing for nothing. */
export function showValue(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value, undefined, 2);
}

/** The same in one line, for a table. */
export function showInline(value: unknown): string {
  if (value === undefined) return '';
  return JSON.stringify(value) ?? '';
}

/** A word as a shell takes it, quoted where it must be. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./#-]+$/.test(word) && !word.startsWith('#') ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
