import type { Json } from '../../../src/json.js';
import type { JsonSchema } from '../../../src/model/request.js';

const formats = ['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'uri', 'ipv4', 'ipv6', 'uuid'];
/** They constrain nothing. */
const silent = new Set(['$schema', '$id', '$comment', '$anchor', 'readOnly', 'writeOnly', 'deprecated', 'title']);

/** What the API does not enforce goes into the description, where the model reads it. */
export function toHints(schema: JsonSchema, converted: JsonSchema, enforced: readonly string[]): JsonSchema {
  const { title, description, format } = schema;
  const isKnown = typeof format === 'string' && formats.includes(format);
  const hints = Object.entries(schema).filter(([key, value]) => {
    if (silent.has(key) || key === 'description' || (key !== 'format' && enforced.includes(key))) return false;
    if (key === 'format') return !isKnown;
    // The pattern of a format says the same at ten times the length; the range of safe integers says nothing.
    return !(key === 'pattern' && isKnown) && Math.abs(value as number) !== Number.MAX_SAFE_INTEGER;
  });
  const words = [
    ...(typeof description === 'string' && description !== '' ? [description] : []),
    ...(hints.length > 0 ? [`{${hints.map(([key, value]) => `${key}: ${JSON.stringify(value)}`).join(', ')}}`] : []),
  ];
  return {
    ...converted,
    ...(isKnown && enforced.includes('format') && { format: format as Json }),
    ...(typeof title === 'string' && { title }),
    ...(words.length > 0 && { description: words.join('\n\n') }),
  };
}
