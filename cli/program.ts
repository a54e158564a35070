import { Command, CommanderError } from 'commander';
import { commandList, type Configure } from './command-list.js';
import { type ExitCode, exitCodes } from './exit-code.js';
import { packageVersion } from './package-root.js';
import { reportError } from './report-error.js';
import type { GlobalOptions } from './settings.js';

const loaders = new Map<string, () => Promise<Configure>>(commandList.map(({ name, load }) => [name, load]));

/** Runs one command line and returns its exit code; never throws. */
export async function runProgram(words: readonly string[]): Promise<ExitCode> {
  const program = createProgram();
  try {
    await program.parseAsync([...helpAsOption(words)], { from: 'user' });
    return (process.exitCode as ExitCode | undefined) ?? exitCodes.succeeded;
  } catch (error) {
    // Commander has already said what is wrong with the command line; asking for help is no mistake.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.succeeded : exitCodes.usage;
    return reportError(error, program.opts<GlobalOptions>());
  }
}

function createProgram(): Command {
  const program = new Command('perdure')
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
