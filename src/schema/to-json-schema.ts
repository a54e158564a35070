import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec';

/**
 * The JSON Schema of what a schema takes, for forms and tools, or of what comes out of it; `null` where the schema's
 * library cannot say.
 *
 * Uses the Standard JSON Schema interface, which zod implements, so no schema library is named here.
 */
export function toJsonSchema(schema: StandardSchemaV1, side: 'input' | 'output' = 'input'): unknown {
  const standard = schema['~standard'] as Partial<StandardJSONSchemaV1.Props>;
  try {
    return standard.jsonSchema?.[side]({ target: 'draft-2020-12' }) ?? null;
  } catch {
    // A schema with parts JSON Schema cannot express (transforms, custom checks) still validates answers.
    return null;
  }
}
