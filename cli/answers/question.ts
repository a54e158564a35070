import type { OpenPause } from '../../client/index.js';
import { type GlobalOptions, repeatedOptions } from '../settings.js';
import { shellWord } from '../terminal/show-value.js';
import { exampleOf } from './example-of.js';

/** An open pause with what a person needs to answer it from a shell. The `--json` form of `perdure pauses`. */
export interface Question {
  readonly run: string;
  readonly workflow: string;
  readonly id: string;
  readonly prompt: string | null;
  readonly data: unknown;
  /** JSON Schema of the answer, where the schema can be said in one. */
  readonly schema: unknown;
  readonly since: string | null;
  readonly deadline: string | null;
  /** The command that answers it, to be completed. */
  readonly resume: string;
}

interface QuestionParts {
  readonly run: string;
  readonly workflow: string;
  readonly pause: Pick<OpenPause, 'id'> & Partial<OpenPause>;
  readonly options: GlobalOptions;
}

export function toQuestion({ run, workflow, pause, options }: QuestionParts): Question {
  const { id, prompt = null, data = null, schema = null, since = null, deadline = null } = pause;
  const answer = schema === null ? '<answer>' : shellWord(JSON.stringify(exampleOf(schema)));
  const resume = `perdure resume${repeatedOptions(options)} ${shellWord(run)} ${shellWord(id)} ${answer}`;
  return { run, workflow, id, prompt, data, schema, since, deadline, resume };
}
