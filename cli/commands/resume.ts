import type { Command } from 'commander';
import { onAction } from '../action.js';
import { readValue } from '../read-value.js';
import { explainSilence } from '../runs/explain-silence.js';
import { waitForEnd } from '../runs/wait-for-end.js';

interface ResumeOptions {
  readonly wait?: boolean;
  readonly early?: boolean;
}

/** `perdure resume` */
export function resume(command: Command): void {
  command
    .description('Answers a pause of a run.')
    .argument('<id>', "the run's id")
    .argument('<name>', "the pause's name, as 'perdure pauses' shows it")
    .argument('<value>', "the answer: JSON, plain text, or '-' for standard input")
    .option('--wait', 'then wait for the result, as run does')
    .option('--early', 'accept a pause that is not open yet, and wait until it takes the answer');
  onAction<[string, string, string], ResumeOptions>(command, async (shell, [id, name, given], { wait, early }) => {
    const value = await readValue(given, 'The answer');
    const app = await shell.connect();
    const run = app.run(id);
    const receipt = await run.resume(name, value, { wait: early === true }).catch(async (error: unknown) => {
      throw await explainSilence(app, id, error);
    });
    if (wait === true) return waitForEnd({ shell, app, run, atPause: given === '-' ? 'stop' : 'ask' });
    shell.printJson({ run: id, pause: receipt.id, status: 'answered' });
    shell.print(`Run '${id}' has the answer to '${receipt.id}'.`);
    return undefined;
  });
}
