import { PerdureError } from '../src/errors.js';

/** What a script learns from the end of a command. Part of the public contract. */
export const exitCodes = {
  succeeded: 0,
  failed: 1,
  usage: 2,
  paused: 3,
  cancelled: 4,
  noServer: 5,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The first row that fits decides; a row that ends with a dot stands for all codes that begin like it. */
const rows: readonly (readonly [string, ExitCode])[] = [
  ['Server.AlreadyRunning', exitCodes.failed],
  ['Server.', exitCodes.noServer],
  ['Run.Cancelled', exitCodes.cancelled],
  ['Run.Paused', exitCodes.paused],
  ['Usage.', exitCodes.usage],
  ['App.', exitCodes.usage],
  ['Bundle.', exitCodes.usage],
  ['Codec.InvalidKey', exitCodes.usage],
  ['Codec.NoKeys', exitCodes.usage],
  ['Codec.TokenRequired', exitCodes.usage],
  ['Mcp.TokenRequired', exitCodes.usage],
  ['Blobs.InvalidOptions', exitCodes.usage],
  ['Stream.InvalidOptions', exitCodes.usage],
  ['Definition.', exitCodes.usage],
  ['History.', exitCodes.usage],
  ['Duration.Invalid', exitCodes.usage],
  ['Graph.Invalid', exitCodes.usage],
  ['Schedule.Invalid', exitCodes.usage],
  ['Graph.NotFound', exitCodes.usage],
  ['Rerun.InvalidOptions', exitCodes.usage],
  ['Skill.FolderNotFound', exitCodes.usage],
  ['Step.', exitCodes.usage],
  ['Workflow.NotFound', exitCodes.usage],
  ['Agent.NotFound', exitCodes.usage],
  ['Chat.NotAChat', exitCodes.usage],
  ['Chat.OtherAgent', exitCodes.usage],
  ['Task.InvalidOptions', exitCodes.usage],
  ['Workflow.InvalidOptions', exitCodes.usage],
];

/** The exit code of a command that ended with an error. */
export function exitCodeOf(error: unknown): ExitCode {
  if (!PerdureError.is(error)) return exitCodes.failed;
  const { code } = error;
  const row = rows.find(([known]) => (known.endsWith('.') ? code.startsWith(known) : code === known));
  return row?.[1] ?? exitCodes.failed;
}
