import { PerdureError } from '../errors.js';

/** What can be wrong with a model call, as far as it decides whether trying again may help. */
export type ModelProblem =
  | 'RateLimit'
  | 'Overloaded'
  | 'Unavailable'
  | 'Truncated'
  | 'Quota'
  | 'InvalidRequest'
  | 'ContextTooLong'
  | 'Authentication'
  | 'Refused';

const passing: ReadonlySet<ModelProblem> = new Set(['RateLimit', 'Overloaded', 'Unavailable', 'Truncated']);

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
      code: `Model.${problem}`,
      message,
      retryable: retryable ?? passing.has(problem),
      details: details ?? null,
      cause,
    });
    this.retryAfter = retryAfter;
  }
}
