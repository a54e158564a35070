import type { App, OpenPause } from '../../client/index.js';
import type { PausedPlace } from '../runs/paused-places.js';
import { questionsOf } from '../runs/read-run.js';
import { objectSchema, type Schema, text } from './tool-schema.js';

/** An open pause as callers see it. */
export interface PauseRow {
  readonly run: string;
  readonly workflow: string;
  readonly name: string;
  readonly prompt: string | null;
  readonly data: unknown;
  /** JSON Schema of the answer. */
  readonly schema: unknown;
  readonly since: string | null;
  readonly deadline: string | null;
}

const textOrNull: Schema = { type: ['string', 'null'] };

export const pauseRowSchema: Schema = objectSchema(
  {
    run: { ...text, description: 'The id of the run that asks.' },
    workflow: text,
    name: { ...text, description: "The pause's name." },
    prompt: textOrNull,
    data: { description: 'What the person shall see.' },
    schema: { description: 'JSON Schema of the answer; null for any JSON value.' },
    since: textOrNull,
    deadline: textOrNull,
  },
  ['run', 'workflow', 'name'],
);

/** The open pauses of some runs, asked of the runs themselves; of one whose worker is away the names alone. */
export async function pauseRows(app: App, places: readonly PausedPlace[]): Promise<PauseRow[]> {
  const rows: PauseRow[] = [];
  // A few at a time: a worker may have to replay a run before it can answer.
  for (let index = 0; index < places.length; index += 10) {
    rows.push(...(await Promise.all(places.slice(index, index + 10).map((place) => rowsOf(app, place)))).flat());
  }
  return rows;
}

async function rowsOf(app: App, { run, workflow, names }: PausedPlace): Promise<PauseRow[]> {
  const asked: readonly (Pick<OpenPause, 'id'> & Partial<OpenPause>)[] =
    (await questionsOf(app, run)) ?? names.map((id) => ({ id }));
  return asked.map(({ id, prompt = null, data = null, schema = null, since = null, deadline = null }) => ({
    run,
    workflow,
    name: id,
    prompt,
    data,
    schema,
    since,
    deadline,
  }));
}
