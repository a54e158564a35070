import type { Command } from 'commander';
import type { RerunPlan, RerunStep } from '../../client/index.js';
import { PerdureError } from '../../src/errors.js';
import { onAction } from '../action.js';
import { readValue } from '../read-value.js';
import { waitForEnd } from '../runs/wait-for-end.js';
import type { Shell } from '../shell.js';

interface RerunWords {
  readonly runId?: string;
  readonly from?: string;
  readonly input?: string;
  readonly id?: string;
  readonly reason?: string;
  readonly keepAnswers?: boolean;
  readonly force?: boolean;
  readonly wait?: boolean;
}

/** `perdure rerun` */
export function rerun(command: Command): void {
  command
    .description('Does a run again: from a step on with everything before reused, or from the start under a new id.')
    .argument('<id>', "the run's id")
    .option('--run-id <id>', "an earlier run under the same id, by Temporal's run id")
    .option('--from <step>', "a task's, child workflow's or pause's name, 'charge#2', or the number of its event")
    .option('--keep-answers', 'with --from: answers and signals that came later are sent again')
    .option('--input <input>', "without --from: another input; JSON, plain text, or '-' for standard input")
    .option('--id <id>', 'without --from: the id of the new run')
    .option('--reason <text>', 'why: kept in the new run')
    .option('--force', 'end it first if it is still open (terminate)')
    .option('--wait', 'then wait for the result, as run does')
    .addHelpText('after', examples);
  onAction<[string], RerunWords>(command, async (shell, [id], { wait, runId, input, ...words }) => {
    if (words.from !== undefined && (input ?? words.id) !== undefined) throw conflict();
    const value = await readValue(input, 'The input');
    const app = await shell.connect();
    let plan: RerunPlan | undefined;
    const again = await app.run(id, runId).rerun({
      ...words,
      ...(input !== undefined && { input: value }),
      onPlan: (found) => (plan = found),
    });
    if (plan && !shell.json) for (const line of describePlan(plan, shell)) shell.note(line);
    if (wait === true) return waitForEnd({ shell, app, run: again, atPause: input === '-' ? 'stop' : 'ask' });
    const { workflow, status } = await again.describe();
    const { from = null, reused = [], together = [], open = [] } = plan ?? {};
    shell.printJson({
      id: again.id,
      runId: again.runId ?? null,
      workflow,
      status,
      url: again.url ?? null,
      rerunOf: { id, runId: runId ?? null },
      from,
      reused,
      together,
      open,
    });
    shell.print([again.id, again.url ?? again.runId].filter(Boolean).join('  '));
    return undefined;
  });
}

function describePlan({ from, reused, together, open }: RerunPlan, { colours }: Shell): string[] {
  const { bold, dim } = colours;
  const lines = [
    `Again from ${bold(labelOf(from))}; ${reused.length === 0 ? 'nothing comes before it.' : `reused: ${list(reused)}.`}`,
  ];
  if (together.length > 0) lines.push(`Begun at the same moment, so begun again too: ${list(together)}.`);
  if (open.length > 0) lines.push(`Begun before and not ended at that moment, so not reused: ${list(open)}.`);
  return lines.map(dim);
}

function labelOf({ name, call, event }: RerunStep): string {
  return `${name}${call > 1 ? `#${call}` : ''} (event ${event})`;
}

const longest = 12;

function list(steps: readonly RerunStep[]): string {
  const labels = steps.slice(0, longest).map(({ name, call }) => (call > 1 ? `${name}#${call}` : name));
  const rest = steps.length - labels.length;
  return [...labels, ...(rest > 0 ? [`and ${rest} more`] : [])].join(', ');
}

function conflict(): PerdureError {
  return new PerdureError({
    code: 'Usage.Conflict',
    message: '--from excludes --input and --id: the new run has the input and the id of the earlier one.',
  });
}

const examples = `
Examples:
  perdure rerun order-7 --from charge --reason 'card works again'
  perdure rerun order-7 --from human_review
  perdure rerun report-may --input '{"month":"June"}' --wait`;
