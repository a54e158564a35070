import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec';

/** The answer to an approval's pause. */
export interface Approval {
  readonly approved: boolean;
  readonly reason?: string;
  /** Who answered. */
  readonly by?: string;
  /** `once` (default), `always` for this task in this run, or `target` for this task and the same target. */
  readonly remember?: 'once' | 'always' | 'target';
}

/** What an approval's answer must look like; a grant for a target needs a task that declares its targets. */
export function approvalSchema(hasTarget: boolean): StandardSchemaV1<Approval> {
  const remember = hasTarget ? ['once', 'always', 'target'] : ['once', 'always'];
  const properties = {
    approved: { type: 'boolean' },
    reason: { type: 'string' },
    by: { type: 'string' },
    remember: { enum: remember },
  };
  const json = { type: 'object', properties, required: ['approved'], additionalProperties: false };
  const props: StandardSchemaV1.Props<Approval> & StandardJSONSchemaV1.Props<Approval> = {
    version: 1,
    vendor: 'perdure',
    validate: (value) => {
      const issues = findIssues(value, remember, Object.keys(properties), hasTarget);
      return issues.length > 0 ? { issues } : { value: value as Approval };
    },
    jsonSchema: { input: () => json, output: () => json },
  };
  return { '~standard': props };
}

function findIssues(
  value: unknown,
  remember: readonly string[],
  known: readonly string[],
  hasTarget: boolean,
): StandardSchemaV1.Issue[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [{ message: 'must be an object such as { "approved": true }' }];
  }
  const answer = value as Readonly<Record<string, unknown>>;
  const issues: StandardSchemaV1.Issue[] = [];
  if (typeof answer['approved'] !== 'boolean') issues.push({ path: ['approved'], message: 'must be true or false' });
  for (const key of ['reason', 'by']) {
    if (answer[key] !== undefined && typeof answer[key] !== 'string')
      issues.push({ path: [key], message: 'must be a text' });
  }
  if (answer['remember'] !== undefined && !remember.includes(answer['remember'] as string)) {
    const why = answer['remember'] === 'target' && !hasTarget ? '; this task declares no approvalTarget' : '';
    issues.push({ path: ['remember'], message: `must be one of ${remember.join(', ')}${why}` });
  }
  for (const key of Object.keys(answer)) {
    if (!known.includes(key)) issues.push({ path: [key], message: `is unknown; there are: ${known.join(', ')}` });
  }
  return issues;
}
