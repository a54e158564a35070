import { PerdureError } from '../../src/errors.js';

export type ProblemCode =
  | 'Bundle.SyntaxError'
  | 'Bundle.SharedState'
  | 'Bundle.NodeInOptions'
  | 'Bundle.NodeInWorkflow'
  | 'Bundle.TaskInsideWorkflow'
  | 'Bundle.TopLevelAwait'
  | 'Bundle.ModuleNotFound'
  | 'Bundle.MissingExport'
  | 'Bundle.ModuleFailed';

/** One thing that keeps a file out of the workflow sandbox; `message` says what, where and what to do about it. */
export interface Problem {
  readonly code: ProblemCode;
  readonly file: string;
  /** From 1, in the file as the user wrote it. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  readonly message: string;
}

/** All problems in one error, because one at a time is a guessing game. */
export function toBundleError(problems: readonly Problem[], cause?: unknown): PerdureError {
  const ordered = [...problems].sort(
    (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column,
  );
  const lines = ordered.map(
    ({ file, line, column, code, message }) => `  ${file}:${line}:${column}  ${code}\n    ${message}`,
  );
  const count = ordered.length === 1 ? 'one problem' : `${ordered.length} problems`;
  return new PerdureError({
    code: 'Bundle.Invalid',
    message: `The app cannot be bundled for the workflow sandbox: ${count}.\n\n${lines.join('\n\n')}\n`,
    details: { problems: ordered },
    ...(cause === undefined ? {} : { cause }),
  });
}
