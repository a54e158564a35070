import type { JsonSchema } from '../../../src/model/request.js';
import { toDialect } from './schema-dialect.js';

/** A tool's schema for OpenAI and those like it: not strict, but an object at any rate, which they insist on. */
export function toParameters(schema: JsonSchema): Record<string, unknown> {
  return { type: 'object', properties: {}, ...toDialect(schema, 'plain').schema };
}
