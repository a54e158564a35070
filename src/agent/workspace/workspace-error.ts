import { PerdureError } from '../../errors.js';

/** What a tool of a workspace refuses or cannot do; models read the message. Never retried: it would be the same again. */
export function workspaceError(code: string, message: string, details: object = {}): PerdureError {
  return new PerdureError({ code, message, details });
}

export function commandBlocked(program: string, allowed: readonly string[]): PerdureError {
  const choice = allowed.length > 0 ? `Allowed are: ${allowed.join(', ')}.` : 'No program is allowed here.';
  return workspaceError(
    'Workspace.CommandBlocked',
    `The program '${program.slice(0, 200)}' is not allowed. ${choice}`,
    {
      allowed,
    },
  );
}
