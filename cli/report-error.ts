import { describeError } from '../src/contract/failure.js';
import { type ExitCode, exitCodeOf } from './exit-code.js';
import { printDocument } from './json-document.js';
import type { GlobalOptions } from './settings.js';
import { createColours } from './terminal/colours.js';

/** Says why a command ended: to people on standard error, with `--json` also as the document they asked for. */
export function reportError(error: unknown, { json, debug }: GlobalOptions): ExitCode {
  if (json === true) printDocument({ error: errorToJson(error) });
  printError(error, debug === true);
  return exitCodeOf(error);
}

/** One clear message on standard error; the stack only for who asks for it. */
export function printError(error: unknown, withStack: boolean): void {
  const { red, bold, dim } = createColours(process.stderr);
  const { code, name, message } = describeError(error);
  process.stderr.write(`${red(bold(code === 'User.Error' ? name : code))}: ${message.trimEnd()}\n`);
  if (withStack && error instanceof Error) process.stderr.write(`${dim(stackOf(error))}\n`);
}

/** An error as programs read it. */
export function errorToJson(error: unknown): object {
  const { code, name, message, details, retryable } = describeError(error);
  return { code, name, message, details, retryable };
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : '';
  return `${error.stack ?? String(error)}${cause}`;
}
