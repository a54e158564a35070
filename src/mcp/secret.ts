import { OptionProblems } from '../definition/check-options.js';

/** The name of a secret, in the place of its value. The value is looked up by the worker, when it is needed. */
export interface SecretReference {
  readonly secret: string;
}

/** The name of an environment variable of the worker, in the place of its value. */
export interface VariableReference {
  readonly variable: string;
}

/** A text, or the name of a secret or of a variable that holds it. */
export type McpText = string | SecretReference | VariableReference;

/**
 * Refers to a secret by name: the worker asks its sources for the value (by default environment variables), and history,
 * logs and errors never see it.
 *
 * ```ts
 * mcp('crm', { url: 'https://mcp.example.com', auth: bearer(secret('CRM_TOKEN')) })
 * ```
 * @throws PerdureError `Secret.InvalidName`
 */
export function secret(name: string): SecretReference {
  const problems = new OptionProblems('secret()', 'Secret.InvalidName', 'cannot be used');
  if (typeof name !== 'string' || name === '') problems.add('it needs the name of a secret, such as CRM_TOKEN');
  problems.throwAny();
  return Object.freeze({ secret: name });
}

/**
 * Refers to an environment variable of the worker, for what differs between machines and is no secret: a folder, a host.
 * Files of an app cannot read it themselves, since workflows have no environment.
 * @throws PerdureError `Mcp.InvalidOptions`
 */
export function variable(name: string): VariableReference {
  const problems = new OptionProblems('variable()', 'Mcp.InvalidOptions', 'cannot be used');
  if (typeof name !== 'string' || name === '') problems.add('it needs the name of an environment variable');
  problems.throwAny();
  return Object.freeze({ variable: name });
}

export function isVariable(value: unknown): value is VariableReference {
  return typeof value === 'object' && value !== null && typeof (value as VariableReference).variable === 'string';
}

export function isSecret(value: unknown): value is SecretReference {
  return typeof value === 'object' && value !== null && typeof (value as SecretReference).secret === 'string';
}
