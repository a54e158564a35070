import type { Reference } from './module-model.js';
import { remedyFor } from './node-globals.js';
import type { Cause } from './find-taint.js';

/** `OpenAI from 'openai'`, `process.env` */
export function describeCause({ kind, name, from }: Cause, reference?: Reference): string {
  if (kind === 'import') return `${name} from '${from}'`;
  if (kind === 'value') return from === undefined ? name : `${name} (made with ${from})`;
  return reference?.member === undefined ? name : `${name}.${reference.member}`;
}

export function remedyOf(cause: Cause): string {
  return remedyFor(cause.kind === 'global' ? cause.name : '');
}
