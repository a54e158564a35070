import type { Info } from '@temporalio/activity';
import { ApplicationFailure, CancelledFailure, TemporalFailure } from '@temporalio/common';
import { isCancellation } from '../src/cancellation.js';
import type { ErrorFacts } from '../src/contract/failure.js';
import { failureFields } from '../src/contract/temporal-failure.js';
import { PerdureError } from '../src/errors.js';
import { ModelError } from '../src/model/model-error.js';
import type { TaskDefinition } from '../src/task/definition.js';
import { RetryAfter } from '../src/task/retry-after.js';

/** What an attempt that threw is reported as. Here, where the error itself still is, it is judged once: final or not. */
export function toActivityFailure(error: unknown, task: TaskDefinition, info: Info): TemporalFailure {
  if (isCancellation(error)) return error instanceof CancelledFailure ? error : new CancelledFailure(String(error));
  if (error instanceof TemporalFailure) return error;
  const { type, message, facts } = failureFields(error);
  const failure = ApplicationFailure.create({
    type,
    message,
    nonRetryable: isFinal(error, facts, info),
    nextRetryDelay: nextDelay(error),
    details: [withAttempt(facts, task, info)],
    cause: error instanceof Error && error.cause instanceof Error ? error.cause : undefined,
  });
  if (error instanceof Error && error.stack !== undefined) failure.stack = error.stack;
  return failure;
}

function nextDelay(error: unknown): number | undefined {
  if (error instanceof RetryAfter) return error.delay;
  return error instanceof ModelError ? error.retryAfter : undefined;
}

function isFinal(error: unknown, facts: ErrorFacts, info: Info): boolean {
  if (PerdureError.is(error) && !facts.retryable) return true;
  const final = info.retryPolicy?.nonRetryableErrorTypes ?? [];
  return final.includes(facts.code) || final.some((name) => isA(error, name));
}

/** The server compares names exactly; subclasses of a named class count as well. */
function isA(error: unknown, className: string): boolean {
  if (error instanceof Error && error.name === className) return true;
  let prototype: unknown = error instanceof Error ? Object.getPrototypeOf(error) : null;
  while (prototype !== null && prototype !== Error.prototype && prototype !== undefined) {
    if ((prototype as object).constructor.name === className) return true;
    prototype = Object.getPrototypeOf(prototype);
  }
  return false;
}

function withAttempt(facts: ErrorFacts, task: TaskDefinition, { attempt }: Info): ErrorFacts {
  const details = facts.details ?? { task: task.name, attempts: attempt };
  return { ...facts, details, attempts: attempt };
}
