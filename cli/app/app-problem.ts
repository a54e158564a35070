import { describeError } from '../../src/contract/failure.js';

/** One thing that is wrong with an app. */
export interface AppProblem {
  readonly code: string;
  readonly message: string;
  /** `file:line:column`, or a file, where one is known. */
  readonly place: string | null;
}

/** The problems in an error: each of a bundle's, or the error itself. */
export function problemsOf(error: unknown): AppProblem[] {
  const { code, name, message, details } = describeError(error);
  const listed = (details as { readonly problems?: unknown } | null)?.problems;
  if (Array.isArray(listed) && listed.length > 0 && listed.every(isPlaced)) {
    return listed.map(({ code: own, message: text, file, line, column }) => ({
      code: own ?? code,
      message: text,
      place: [file, line, column].filter((part) => part !== undefined).join(':'),
    }));
  }
  return [{ code: code === 'User.Error' ? name : code, message, place: null }];
}

interface Placed {
  readonly code?: string;
  readonly message: string;
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

function isPlaced(value: unknown): value is Placed {
  return typeof value === 'object' && value !== null && 'file' in value && 'message' in value;
}
