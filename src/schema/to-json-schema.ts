import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec';

/**
 * The JSON Schema of a schema's input, for forms and tools; `null` where the schema's library cannot say.
 *
 * Uses the Standard JSON Schema interface, which zod implements, so no schema library is named here.
 */
export function toJsonSchema(schema: StandardSchemaV1): unknown {
  const standard = schema['~standard'] as Partial<StandardJSONSchemaV1.Props>;
  try {
    return standard.jsonSchema?.input({ target: 'draft-2020-12' }) ?? null;
  } catch {
    // A schema with parts JSON Schema cannot express (transforms, custom checks) still validates answers.
    return null;
  }
}
