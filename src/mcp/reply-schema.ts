import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec';
import type { McpQuestion, McpReply } from '../contract/mcp.js';
import type { JsonSchema } from '../model/request.js';
import { fieldProblem } from './field-problem.js';

const actions = ['accept', 'decline', 'cancel'];

/**
 * What the answer to a server's question must look like: `{ action: 'accept', content: { … } }`, or `decline` or `cancel`
 * without content.
 */
export function replySchema({ schema }: McpQuestion): StandardSchemaV1<McpReply> {
  const properties = { action: { enum: actions }, ...(schema && { content: schema }) };
  const json = { type: 'object', properties, required: ['action'], additionalProperties: false };
  const props: StandardSchemaV1.Props<McpReply> & StandardJSONSchemaV1.Props<McpReply> = {
    version: 1,
    vendor: 'perdure',
    validate: (value) => {
      const issues = findIssues(value, schema);
      return issues.length > 0 ? { issues } : { value: value as McpReply };
    },
    jsonSchema: { input: () => json, output: () => json },
  };
  return { '~standard': props };
}

function findIssues(value: unknown, schema: JsonSchema | null): StandardSchemaV1.Issue[] {
  if (!isObject(value)) return [{ message: 'must be an object such as { "action": "decline" }' }];
  const { action, content, ...others } = value;
  const issues: StandardSchemaV1.Issue[] = Object.keys(others).map((key) => ({
    path: [key],
    message: 'is unknown; there are: action, content',
  }));
  if (!actions.includes(action as string))
    issues.push({ path: ['action'], message: `must be one of ${actions.join(', ')}` });
  if (content !== undefined && (action !== 'accept' || schema === null)) {
    issues.push({ path: ['content'], message: schema ? 'goes with "accept" only' : 'nothing is to be filled in' });
  }
  if (action !== 'accept' || schema === null) return issues;
  return [...issues, ...contentIssues(content, schema)];
}

/** The protocol allows flat forms only, so no more of JSON Schema is needed than this. */
function contentIssues(content: unknown, schema: JsonSchema): StandardSchemaV1.Issue[] {
  if (!isObject(content)) return [{ path: ['content'], message: 'must be an object with the fields of the form' }];
  const fields = (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
  const required = (schema['required'] ?? []) as readonly string[];
  const issues: StandardSchemaV1.Issue[] = [];
  for (const key of new Set([...required, ...Object.keys(content)])) {
    const field = fields[key];
    const given = content[key];
    const problem =
      given === undefined
        ? required.includes(key) && 'is missing'
        : field === undefined
          ? `is no field of the form; there are: ${Object.keys(fields).join(', ')}`
          : fieldProblem(field, given);
    if (problem) issues.push({ path: ['content', key], message: problem });
  }
  return issues;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
