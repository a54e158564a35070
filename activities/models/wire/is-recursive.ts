import type { Json } from '../../../src/json.js';
import type { JsonSchema } from '../../../src/model/request.js';
import { resolvePointer } from './resolve-pointer.js';

/** Whether a schema contains itself through its references. */
export function isRecursive(root: JsonSchema): boolean {
  const leads = (value: Json, open: readonly string[]): boolean => {
    if (Array.isArray(value)) return value.some((item: Json) => leads(item, open));
    if (typeof value !== 'object' || value === null) return false;
    const { $ref, $defs: _, definitions: __, ...rest } = value as JsonSchema;
    if (typeof $ref === 'string') {
      if (open.includes($ref)) return true;
      const target = resolvePointer(root, $ref);
      if (target !== undefined && leads(target, [...open, $ref])) return true;
    }
    return Object.values(rest).some((inner) => leads(inner, open));
  };
  return leads(root, ['#']);
}
