import { PerdureError } from '../../src/errors.js';

/** One place where a server was looked for, and what came of it. */
export interface Attempt {
  readonly place: string;
  readonly outcome: string;
}

export interface NotFound {
  /** What is missing, as the subject of a sentence. */
  readonly what: string;
  readonly attempts: readonly Attempt[];
  readonly choices: readonly string[];
  readonly cause?: unknown;
}

/** The one message for the case that nothing worked: everything tried, then everything that can be done. */
export function notFound({ what, attempts, choices, cause }: NotFound): PerdureError {
  const tried = attempts.map(({ place, outcome }) => `  - ${place}: ${outcome}`);
  const message = [
    `${what} was not found.`,
    'Tried:',
    ...tried,
    'Any one of these helps:',
    ...choices.map((choice) => `  - ${choice}`),
  ];
  return new PerdureError({
    code: 'Server.NotFound',
    message: message.join('\n'),
    details: { attempts, choices },
    cause,
  });
}
