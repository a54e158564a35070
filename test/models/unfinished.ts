import type { WireAnswer } from 'perdure/testing';

const fields = { ending: 'then' } as const;

/** An answer without a proper end. Its field, written out, looks like a promise to a linter. */
export function unfinished(how: 'drop' | 'silence', answer: WireAnswer): WireAnswer {
  return { ...answer, [fields.ending]: how };
}
