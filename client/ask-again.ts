import { isGrpcServiceError, ServiceError } from '@temporalio/client';

const attempts = 3;

/**
 * Asks a question that changes nothing, again where the server has dropped it: it passes questions to the worker that has
 * the run at hand, and gives up when that one goes away at this moment.
 */
export async function askAgain<T>(question: () => Promise<T>): Promise<T> {
  for (let left = attempts; ; left--) {
    try {
      return await question();
    } catch (error) {
      if (left === 1 || !wasDropped(error)) throw error;
    }
  }
}

/** In the server's own words: a caller who cancels is told so in others. */
function wasDropped(error: unknown): boolean {
  const reason = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(reason) && reason.code === 1 && reason.details === 'context canceled';
}
