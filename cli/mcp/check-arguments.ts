import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { invalidValue } from '../../src/schema/validate.js';
import type { ObjectSchema } from './tool-schema.js';

const ajv = new Ajv2020({ strict: false, allErrors: true });
const compiled = new WeakMap<ObjectSchema, ValidateFunction>();

/**
 * Checks the arguments of a tool of our own against its schema, so that it need not look at each of them.
 * @throws PerdureError `Mcp.InvalidArguments` with one line per problem
 */
export function checkArguments(tool: string, schema: ObjectSchema, given: unknown): void {
  const check = compiled.get(schema) ?? ajv.compile(schema);
  compiled.set(schema, check);
  if (check(given)) return;
  const problems = (check.errors ?? []).map(({ instancePath, message, params }) => ({
    path: instancePath,
    message: [message ?? 'is wrong', extra(params)].filter(Boolean).join(': '),
  }));
  throw invalidValue('Mcp.InvalidArguments', `What was given to the tool '${tool}'`, problems);
}

function extra(params: Readonly<Record<string, unknown>>): string {
  const { allowedValues, additionalProperty } = params;
  if (Array.isArray(allowedValues)) return allowedValues.join(', ');
  return typeof additionalProperty === 'string' ? additionalProperty : '';
}
