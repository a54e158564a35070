import type { RetryPolicy } from './retry-options.js';

/** A retry policy in the words of Temporal's API. */
export interface WireRetry {
  maximumAttempts: number;
  initialInterval: number;
  backoffCoefficient: number;
  maximumInterval: number;
  nonRetryableErrorTypes: string[];
}

/** Field by field, so that a new option of ours never travels by accident. */
export function toWireRetry(retry: RetryPolicy): WireRetry {
  return {
    maximumAttempts: retry.maximumAttempts,
    initialInterval: retry.initialInterval,
    backoffCoefficient: retry.backoffCoefficient,
    maximumInterval: retry.maximumInterval,
    nonRetryableErrorTypes: [...retry.nonRetryable],
  };
}
