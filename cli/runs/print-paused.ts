import type { App, Run } from '../../client/index.js';
import { type Question, toQuestion } from '../answers/question.js';
import { showQuestion } from '../answers/show-question.js';
import { type ExitCode, exitCodes } from '../exit-code.js';
import type { Shell } from '../shell.js';
import type { PausedPlace } from './paused-places.js';
import { questionsOf } from './read-run.js';

/** Says what the run waits for and how to answer; `undefined` if somebody has answered in the meantime. */
export async function printPaused(
  shell: Shell,
  app: App,
  run: Run,
  places: readonly PausedPlace[],
): Promise<ExitCode | undefined> {
  const questions = await questionsAt(shell, app, places);
  if (questions.length === 0) return undefined;
  shell.printJson({ id: run.id, runId: run.runId ?? null, status: 'paused', url: run.url ?? null, pauses: questions });
  shell.print(
    `Run '${run.id}' is paused: it waits for ${questions.length === 1 ? 'an answer' : `${questions.length} answers`}.\n`,
  );
  for (const question of questions) shell.print(`${showQuestion(question, shell.colours).join('\n')}\n`);
  return exitCodes.paused;
}

/** What is asked at these places. */
export async function questionsAt(shell: Shell, app: App, places: readonly PausedPlace[]): Promise<Question[]> {
  return (await Promise.all(places.map((place) => ask(app, place, shell)))).flat();
}

async function ask(app: App, { run, workflow, names }: PausedPlace, { options }: Shell): Promise<Question[]> {
  const pauses = (await questionsOf(app, run)) ?? names.map((id) => ({ id }));
  return pauses.map((pause) => toQuestion({ run, workflow, pause, options }));
}
