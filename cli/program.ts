import { Command, CommanderError, type OutputConfiguration } from 'commander';
import { PerdureError } from '../src/errors.js';
import { commandList, type Configure } from './command-list.js';
import { type ExitCode, exitCodes } from './exit-code.js';
import { packageVersion } from './package-root.js';
import { printDocument } from './json-document.js';
import { errorToJson, reportError } from './report-error.js';
import type { GlobalOptions } from './settings.js';

const loaders = new Map<string, () => Promise<Configure>>(commandList.map(({ name, load }) => [name, load]));

/** Runs one command line and returns its exit code; never throws. */
export async function runProgram(words: readonly string[]): Promise<ExitCode> {
  const wantsJson = words.slice(0, endOfOptions(words)).includes('--json');
  let said = '';
  const program = createProgram(wantsJson ? { writeOut: (text) => void (said += text) } : {});
  try {
    await program.parseAsync([...helpAsOption(words)], { from: 'user' });
    return (process.exitCode as ExitCode | undefined) ?? exitCodes.succeeded;
  } catch (error) {
    // Commander has already said what is wrong with the command line; asking for help is no mistake.
    if (error instanceof CommanderError) {
      if (wantsJson) printDocument(commandLineJson(error, said));
      return error.exitCode === 0 ? exitCodes.succeeded : exitCodes.usage;
    }
    return reportError(error, program.opts<GlobalOptions>());
  }
}

function endOfOptions(words: readonly string[]): number {
  const end = words.indexOf('--');
  return end < 0 ? words.length : end;
}

/** Help, the version, or what is wrong with the command line, as programs read it. */
function commandLineJson({ code, exitCode, message }: CommanderError, said: string): object {
  if (code === 'commander.version') return { version: said.trim() };
  if (exitCode === 0) return { help: said };
  const reason = code === 'commander.help' ? 'A command is missing.' : message.replace(/^error: /, '');
  return { error: errorToJson(new PerdureError({ code: 'Usage.Invalid', message: reason })) };
}

function createProgram(output: OutputConfiguration): Command {
  const program = new Command('perdure')
    .configureOutput(output)
    .description('Durable workflows on Temporal, written as ordinary TypeScript functions.')
    .version(packageVersion(), '-v, --version')
    .option(
      '--address <host:port>',
      "the Temporal server (default: Temporal's environment, this folder's server, localhost:7233)",
    )
    .option('--namespace <name>', 'the Temporal namespace')
    .option('--task-queue <name>', 'the task queue (default: main)')
    .option('--json', 'print one JSON document')
    .option('--debug', 'print stack traces of errors')
    .helpCommand(false)
    .showHelpAfterError("See 'perdure --help'.")
    .exitOverride();
  program.addHelpText('after', exitCodeHelp);
  // Options of a command are known only after its file has been read.
  program.hook('preSubcommand', async (_, subcommand) => (await loaders.get(subcommand.name())?.())?.(subcommand));
  for (const { name, summary } of commandList) {
    program
      .command(name)
      .summary(summary)
      .copyInheritedSettings(program)
      .showHelpAfterError(`See 'perdure ${name} --help'.`)
      .addHelpText('after', globalHelp);
  }
  return program;
}

const globalHelp = `
Everywhere: --address, --namespace, --task-queue, --json, --debug (see 'perdure --help').`;

const exitCodeHelp = `
Exit codes: 0 succeeded, 1 failed, 2 wrong usage or definition, 3 paused with no terminal to answer, 4 cancelled, 5 no server.`;

/** `perdure help run` reads like `perdure run --help`, so that the command's file is read for it too. */
function helpAsOption(words: readonly string[]): readonly string[] {
  return words[0] === 'help' ? [...words.slice(1), '--help'] : words;
}
