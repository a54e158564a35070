import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec';
import type { JsonSchema } from '../../model/request.js';

/** One field of a built-in tool's input. */
export interface Field {
  readonly type: 'text' | 'whole number' | 'yes or no' | 'texts';
  readonly description?: string;
  readonly optional?: boolean;
  /** The least of a number; the fewest characters of a text, or entries of a list. */
  readonly least?: number;
  readonly most?: number;
}

export type Fields = Readonly<Record<string, Field>>;

/** A schema for built-in tools: this code may not import a library for that. */
export interface ToolInput extends StandardSchemaV1 {
  readonly json: JsonSchema;
}

export function toolInput(fields: Fields): ToolInput {
  const json: JsonSchema = {
    type: 'object',
    properties: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, toJson(field)])),
    required: Object.keys(fields).filter((name) => fields[name]?.optional !== true),
    additionalProperties: false,
  };
  const props: StandardSchemaV1.Props & StandardJSONSchemaV1.Props = {
    version: 1,
    vendor: 'perdure',
    validate: (value) => {
      const issues = findIssues(fields, value);
      return issues.length > 0 ? { issues } : { value };
    },
    jsonSchema: { input: () => json as Record<string, unknown>, output: () => json as Record<string, unknown> },
  };
  return Object.freeze({ '~standard': props, json });
}

function toJson({ type, description, least, most }: Field): JsonSchema {
  const [json, least_, most_] = {
    text: [{ type: 'string' }, 'minLength', 'maxLength'] as const,
    'whole number': [{ type: 'integer' }, 'minimum', 'maximum'] as const,
    'yes or no': [{ type: 'boolean' }, '', ''] as const,
    texts: [{ type: 'array', items: { type: 'string' } }, 'minItems', 'maxItems'] as const,
  }[type];
  return {
    ...json,
    ...(description !== undefined && { description }),
    ...(least !== undefined && { [least_]: least }),
    ...(most !== undefined && { [most_]: most }),
  };
}

function findIssues(fields: Fields, value: unknown): StandardSchemaV1.Issue[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [{ message: 'must be an object' }];
  const given = value as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(given).filter((key) => !Object.hasOwn(fields, key));
  return [
    ...unknown.map((key) => ({ path: [key], message: `is unknown; there are: ${Object.keys(fields).join(', ')}` })),
    ...Object.entries(fields).flatMap(([name, field]) => {
      const message = problemOf(field, given[name]);
      return message === undefined ? [] : [{ path: [name], message }];
    }),
  ];
}

function problemOf({ type, optional, least = 0, most = Infinity }: Field, value: unknown): string | undefined {
  // Some models write `null` for what they leave out.
  if (value === undefined || value === null) return optional ? undefined : 'is missing';
  const between = (size: number, what: string): string | undefined =>
    size >= least && size <= most ? undefined : `must be ${least} to ${most}${what}, but is ${size}`;
  if (type === 'text') return typeof value === 'string' ? between(value.length, ' characters') : 'must be a text';
  if (type === 'yes or no') return typeof value === 'boolean' ? undefined : 'must be true or false';
  if (type === 'whole number') return Number.isInteger(value) ? between(value as number, '') : 'must be a whole number';
  const isList = Array.isArray(value) && value.every((entry) => typeof entry === 'string');
  return isList ? between(value.length, ' entries') : 'must be a list of texts';
}
