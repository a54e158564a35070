import { PerdureError } from '../errors.js';

/**
 * Refuses a value that JSON would change, before it is sent, naming the path of the offending part. The same check
 * holds in the sandbox and in direct calls, so a unit test fails where production would have lost data.
 *
 * `undefined` as the whole value means "not given" and passes; as an object's property it is left out, as JSON does.
 * @returns roughly how many bytes the JSON takes (exact for ASCII text).
 * @throws PerdureError `Payload.NotJson`
 */
export function checkJson(value: unknown, where: string): number {
  return value === undefined ? 0 : measure(value, '', where, []);
}

function measure(value: unknown, path: string, where: string, parents: readonly object[]): number {
  switch (typeof value) {
    case 'string':
      return value.length + 2;
    case 'boolean':
      return 5;
    case 'number':
      if (Number.isFinite(value)) return 8;
      throw notJson(`the number ${value}`, 'JSON makes it null; send null or a string', path, where);
    case 'object':
      return value === null ? 4 : measureObject(value, path, where, parents);
    default:
      throw notJson(kindOf(value), remedies[typeof value] ?? 'leave it out', path, where);
  }
}

function measureObject(value: object, path: string, where: string, parents: readonly object[]): number {
  if (parents.includes(value)) throw notJson('a cycle', 'JSON has no cycles; send an id instead', path, where);
  const inside = [...parents, value];
  if (Array.isArray(value)) return measureArray(value, path, where, inside);
  const prototype: unknown = Object.getPrototypeOf(value);
  // Plain objects of another realm (the sandbox and Node) count as plain: their prototype ends the chain.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    const name = value.constructor?.name ?? 'object';
    throw notJson(`an instance of ${name}`, remedies[name] ?? 'send a plain object with its fields', path, where);
  }
  let size = 2;
  for (const key of Object.keys(value)) {
    const part = (value as Record<string, unknown>)[key];
    if (part !== undefined) size += key.length + 4 + measure(part, `${path}/${escape(key)}`, where, inside);
  }
  return size;
}

function measureArray(list: readonly unknown[], path: string, where: string, parents: readonly object[]): number {
  let size = 2;
  // By index: a hole in the array must be seen too.
  for (let index = 0; index < list.length; index++) {
    size += 1 + measure(list[index], `${path}/${index}`, where, parents);
  }
  return size;
}

const remedies: Readonly<Record<string, string>> = {
  undefined: 'JSON makes it null inside an array; send null',
  bigint: 'send a string',
  function: 'functions cannot be sent; send data and decide on the other side',
  symbol: 'send a string',
  Date: 'send date.toISOString() or date.getTime()',
  Map: 'send Object.fromEntries(map) or an array of entries',
  Set: 'send an array',
  Buffer: "send buffer.toString('base64')",
  Uint8Array: 'send base64 text',
  RegExp: 'send its source text',
  Error: 'send its message',
};

function kindOf(value: unknown): string {
  return typeof value === 'undefined' ? 'undefined' : `a ${typeof value}`;
}

function notJson(what: string, remedy: string, path: string, where: string): PerdureError {
  const at = path === '' ? '' : ` at ${path}`;
  return new PerdureError({
    code: 'Payload.NotJson',
    message: `${where}${at} is ${what}, which JSON would change or lose: ${remedy}.`,
    details: { where, path, found: what },
  });
}

function escape(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
