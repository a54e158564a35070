import { type Command, Option } from 'commander';
import type { IdReuse } from '../../client/index.js';
import { toMilliseconds } from '../../src/duration.js';
import { onAction } from '../action.js';
import { readValue } from '../read-value.js';
import { waitForEnd } from '../runs/wait-for-end.js';

interface RunOptions {
  readonly id?: string;
  readonly idReuse?: IdReuse;
  readonly timeout?: string;
  readonly detach?: boolean;
}

const policies: readonly IdReuse[] = ['after-end', 'after-failure', 'never', 'join', 'replace'];

/** `perdure run` */
export function run(command: Command): void {
  command
    .description('Starts a workflow and waits for its result.')
    .argument('<workflow>', "the workflow's name")
    .argument('[input]', "its input: JSON, plain text, or '-' for standard input")
    .option('--id <id>', "the run's id (default: the workflow's name and eight random characters)")
    .addOption(new Option('--id-reuse <policy>', 'what happens if the id is known').choices(policies))
    .option('--timeout <duration>', "stop waiting after this time, such as '90s'; the run goes on")
    .option('--detach', 'start it and do not wait')
    .addHelpText('after', examples);
  onAction<[string, string | undefined], RunOptions>(command, async (shell, [workflow, given], options) => {
    const { id, idReuse, timeout, detach } = options;
    const patience = timeout === undefined ? undefined : toMilliseconds(timeout, '--timeout');
    const input = await readValue(given, 'The input');
    const app = await shell.connect();
    const started = await app.start(workflow, input, { id, idReuse, taskQueue: shell.options.taskQueue });
    if (detach !== true) {
      if (shell.hasScreen) shell.note(shell.colours.dim(`run ${started.id}  ${started.url ?? ''}`.trimEnd()));
      // The input has taken standard input; nobody can answer there any more.
      return waitForEnd({ shell, app, run: started, atPause: given === '-' ? 'stop' : 'ask', timeout: patience });
    }
    shell.printJson({
      id: started.id,
      runId: started.runId ?? null,
      workflow,
      status: 'running',
      url: started.url ?? null,
    });
    shell.print([started.id, started.url].filter(Boolean).join('  '));
    return undefined;
  });
}

const examples = `
Examples:
  perdure run hello Ada
  perdure run report '{"month":"May"}' --id report-may
  cat order.json | perdure run order -`;
