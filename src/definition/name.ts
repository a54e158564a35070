import { PerdureError } from '../errors.js';

const allowed = /^[A-Za-z0-9_\-.:]{1,200}$/;

/**
 * Names are what history records, so they are checked when the definition is made: 1 to 200 characters of letters,
 * digits and `_ - . :`; `perdure.` is reserved.
 * @throws PerdureError `Definition.InvalidName`
 */
export function checkName(kind: string, name: unknown): asserts name is string {
  const remedy = `Every definition begins with its name: ${kind}('my_name', …).`;
  if (typeof name !== 'string' || name === '') {
    throw invalid(`${kind}() needs a name as its first argument, but got ${describe(name)}. ${remedy}`);
  }
  if (!allowed.test(name)) {
    throw invalid(
      `${kind} name ${JSON.stringify(name.slice(0, 220))} is not allowed: 1 to 200 characters of letters, digits and _ - . : only. ${remedy}`,
    );
  }
  if (name.startsWith('perdure.')) {
    throw invalid(`${kind} name '${name}' is not allowed: names that begin with 'perdure.' are reserved.`);
  }
}

function describe(value: unknown): string {
  if (typeof value === 'function') return 'a function without a name';
  return value === '' ? 'an empty string' : value === undefined ? 'nothing' : `a ${typeof value}`;
}

function invalid(message: string): PerdureError {
  return new PerdureError({ code: 'Definition.InvalidName', message });
}
