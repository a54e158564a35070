import type { Command } from 'commander';
import type { ExitCode } from './exit-code.js';
import type { GlobalOptions } from './settings.js';
import { Shell } from './shell.js';

/** What a command does: its arguments and options, with the shell to print and connect by. No exit code is 0. */
export type Action<Arguments extends readonly unknown[], Options> = (
  shell: Shell,
  words: Arguments,
  options: Options,
) => Promise<ExitCode | void>;

/** Hangs an action on a command, in a form that the compiler can check. */
export function onAction<Arguments extends readonly unknown[], Options = object>(
  command: Command,
  action: Action<Arguments, Options>,
): void {
  command.action(async (...given: unknown[]) => {
    const self = given.pop() as Command;
    const options = given.pop() as Options;
    const shell = new Shell(self.optsWithGlobals<GlobalOptions>());
    try {
      process.exitCode = (await action(shell, given as unknown as Arguments, options)) ?? 0;
    } finally {
      await shell.close();
    }
  });
}
