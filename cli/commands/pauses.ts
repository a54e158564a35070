import type { Command } from 'commander';
import type { App, RunDescription } from '../../client/index.js';
import { onAction } from '../action.js';
import { type Question, toQuestion } from '../answers/question.js';
import { showQuestion } from '../answers/show-question.js';
import { explainSilence } from '../runs/explain-silence.js';
import { questionsOf } from '../runs/read-run.js';
import type { Shell } from '../shell.js';

/** `perdure pauses` */
export function pauses(command: Command): void {
  command
    .description('Lists the questions that wait for an answer: of one run, or of all.')
    .argument('[id]', "the run's id");
  onAction<[string | undefined]>(command, async (shell, [id]) => {
    const app = await shell.connect();
    const found = id === undefined ? await ofAllRuns(app, shell) : await ofOneRun(app, id, shell);
    shell.printJson(found);
    if (found.length === 0)
      shell.print(id === undefined ? 'No run waits for an answer.' : `Run '${id}' waits for no answer.`);
    for (const question of found) shell.print(`${showQuestion(question, shell.colours).join('\n')}\n`);
  });
}

async function ofOneRun(app: App, id: string, { options }: Shell): Promise<Question[]> {
  const run = app.run(id);
  const { workflow, openPauses } = await run.describe();
  if (openPauses.length === 0) return [];
  const open = await run.pauses().catch(async (error: unknown) => {
    throw await explainSilence(app, id, error);
  });
  return open.map((pause) => toQuestion({ run: id, workflow, pause, options }));
}

async function ofAllRuns(app: App, { options }: Shell): Promise<Question[]> {
  const runs = await app.paused();
  const questions: Question[] = [];
  // A few at a time: each question is answered by the run itself, which a worker may have to replay for it.
  for (let index = 0; index < runs.length; index += 10) {
    const some = await Promise.all(
      runs.slice(index, index + 10).map(async (run) => ({ run, known: await questionsOf(app, run.id) })),
    );
    questions.push(
      ...some.flatMap(
        ({ run, known }) =>
          known?.map((pause) => toQuestion({ run: run.id, workflow: run.workflow, pause, options })) ??
          namesOnly(run, options),
      ),
    );
  }
  return questions;
}

/** What the server knows about a run whose worker does not answer. */
function namesOnly({ id, workflow, openPauses: names }: RunDescription, options: Shell['options']): Question[] {
  return names.map((name) => toQuestion({ run: id, workflow, pause: { id: name }, options }));
}
