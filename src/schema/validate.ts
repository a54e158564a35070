import type { StandardSchemaV1 } from '@standard-schema/spec';
import { PerdureError } from '../errors.js';

/** One thing wrong with a value: where, as a JSON pointer, and what. */
export interface SchemaProblem {
  readonly path: string;
  readonly message: string;
}

export type Validated =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problems: readonly SchemaProblem[] };

/** Checks a value against any Standard Schema. Synchronous schemas answer at once, without a promise. */
export function validate(schema: StandardSchemaV1, value: unknown): Validated | Promise<Validated> {
  const result = schema['~standard'].validate(value);
  return isPromise(result) ? result.then(toValidated) : toValidated(result);
}

/** The error of a value that does not fit, with one line per bad field. The value itself is not in it. */
export function invalidValue(code: string, what: string, problems: readonly SchemaProblem[]): PerdureError {
  const list = problems.map(({ path, message }) => `\n  ${path || '/'}: ${message}`).join('');
  return new PerdureError({ code, message: `${what} does not fit its schema:${list}`, details: { problems } });
}

/** Checks a value and returns what the schema makes of it, or throws {@link invalidValue}. */
export async function validateOrThrow(
  schema: StandardSchemaV1,
  value: unknown,
  code: string,
  what: string,
): Promise<unknown> {
  const result = await validate(schema, value);
  if (result.ok) return result.value;
  throw invalidValue(code, what, result.problems);
}

function toValidated(result: StandardSchemaV1.Result<unknown>): Validated {
  if (result.issues === undefined) return { ok: true, value: result.value };
  return { ok: false, problems: result.issues.map(({ path = [], message }) => ({ path: toPointer(path), message })) };
}

function toPointer(path: readonly (PropertyKey | StandardSchemaV1.PathSegment)[]): string {
  return path
    .map((part) => (typeof part === 'object' ? part.key : part))
    .map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

function isPromise<T>(value: T | PromiseLike<T>): value is Promise<T> {
  return typeof value === 'object' && value !== null && 'then' in value;
}
