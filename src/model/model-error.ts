import { PerdureError } from '../errors.js';

/** What can be wrong with a model call; `passing`: trying again may help. */
const problems = {
  RateLimit: { code: 'Model.RateLimit', passing: true },
  Overloaded: { code: 'Model.Overloaded', passing: true },
  Unavailable: { code: 'Model.Unavailable', passing: true },
  Truncated: { code: 'Model.Truncated', passing: true },
  Quota: { code: 'Model.Quota', passing: false },
  InvalidRequest: { code: 'Model.InvalidRequest', passing: false },
  ContextTooLong: { code: 'Model.ContextTooLong', passing: false },
  Authentication: { code: 'Model.Authentication', passing: false },
  TooLarge: { code: 'Model.TooLarge', passing: false },
  Refused: { code: 'Model.Refused', passing: false },
} as const;

export type ModelProblem = keyof typeof problems;

export interface ModelErrorOptions {
  readonly message: string;
  /** HTTP status, request id and the provider's own word for the problem. Never a key. */
  readonly details?: Readonly<Record<string, string | number | undefined>>;
  /** Milliseconds the provider asks to wait before the next attempt. */
  readonly retryAfter?: number | undefined;
  /** Where the provider says so itself. Default: by the problem. */
  readonly retryable?: boolean | undefined;
  readonly cause?: unknown;
}

/** Why a model gave no reply; its code is `Model.<problem>`. Thrown by providers, which alone see the evidence. */
export class ModelError extends PerdureError {
  readonly retryAfter: number | undefined;

  constructor(problem: ModelProblem, { message, details, retryAfter, retryable, cause }: ModelErrorOptions) {
    super({
      code: problems[problem].code,
      message,
      retryable: retryable ?? problems[problem].passing,
      details: details ?? null,
      cause,
    });
    this.retryAfter = retryAfter;
  }
}
