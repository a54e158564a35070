import type { WireAnswer } from 'perdure/testing';

/** An answer without a proper end. */
export function unfinished(how: 'drop' | 'silence', answer: WireAnswer): WireAnswer {
  return { ...answer, ending: how };
}
