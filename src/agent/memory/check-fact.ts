import { PerdureError } from '../../errors.js';
import { checkJson } from '../../payload/check-json.js';

/** In characters of JSON. */
const longestValue = 65_536;
/** A visible line that every store can keep as it is: no control characters, no halves of a character. */
const allowed = /^[^\p{Cc}\p{Cs}]{1,200}$/u;

/** @throws PerdureError `Memory.InvalidFact` */
export function checkKey(key: unknown, what = 'The key of a fact'): asserts key is string {
  if (typeof key === 'string' && allowed.test(key)) return;
  const found = typeof key === 'string' ? `a text of ${key.length}` : key === undefined ? 'nothing' : `a ${typeof key}`;
  throw invalidFact(`${what} must be a text of 1 to 200 characters in one line, but got ${found}.`);
}

/** @throws PerdureError `Memory.InvalidFact`, `Memory.TooLarge`, `Payload.NotJson` */
export function checkValue(key: string, value: unknown): void {
  if (value === undefined) throw invalidFact(`'${key}' has no value. Use forget('${key}') to drop it.`);
  // Escapes can make the text longer than the estimate, so only what is surely short is not written out.
  const size = checkJson(value, `The value of '${key}'`);
  const characters = size * 6 <= longestValue ? size : JSON.stringify(value).length;
  if (characters <= longestValue) return;
  throw new PerdureError({
    code: 'Memory.TooLarge',
    message: `The value of '${key}' has ${characters} characters of JSON; a fact may have ${longestValue}. Keep large things elsewhere, and remember where.`,
    details: { key, characters, limit: longestValue },
  });
}

function invalidFact(problem: string): PerdureError {
  return new PerdureError({ code: 'Memory.InvalidFact', message: problem });
}
