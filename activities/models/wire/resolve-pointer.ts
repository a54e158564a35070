import type { Json } from '../../../src/json.js';
import type { JsonSchema } from '../../../src/model/request.js';

/** What a local reference such as `#/$defs/node` points to. */
export function resolvePointer(root: Json, pointer: string): Json | undefined {
  if (!pointer.startsWith('#')) return undefined;
  const steps = pointer.slice(1).split('/').slice(1);
  let value: Json | undefined = root;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null) return undefined;
    const key = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
    value = (value as { readonly [key: string]: Json })[key];
  }
  return value;
}

export function isSchema(value: Json | undefined): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
