import { runStatuses } from '../../client/index.js';
import { anything, answerSchema, type ObjectSchema, placed, type Schema, text } from './tool-schema.js';
import { pauseRowSchema } from './pause-row.js';

/** How a run stands after somebody has waited for it: its result, its failure, its questions, or that it goes on. */
export interface RunEnd {
  readonly id: string;
  readonly workflow: string;
  readonly status: string;
  readonly result?: unknown;
  readonly error?: object;
  readonly pauses?: readonly object[];
  /** What it is busy with. */
  readonly doing?: string;
  /** What to do next. */
  readonly next?: string;
}

/** The same as a schema; `result` of the workflow's own where it has one. */
export function runEndSchema(result: Schema | undefined): ObjectSchema {
  return answerSchema(
    {
      id: { ...text, description: "The run's id, for the other tools." },
      workflow: text,
      status: { ...text, enum: runStatuses },
      result: result ? placed(result, '#/properties/result') : anything,
      pauses: { type: 'array', items: pauseRowSchema },
      doing: text,
      next: text,
    },
    ['id', 'workflow', 'status'],
  );
}
