import { PerdureError } from '../errors.js';

/** Marks the refusal of what a body returned: the same codes stand for arguments, where nothing has been done yet. */
export function ofResult({ code, message, details }: PerdureError): PerdureError {
  return new PerdureError({ code, message, details: { ...(details as object), part: 'result' } });
}

/** Whether a task failed because of what its body returned: the body has then done its work. */
export function isOfResult(error: unknown): boolean {
  return PerdureError.is(error) && (error.details as { readonly part?: unknown } | null)?.part === 'result';
}
