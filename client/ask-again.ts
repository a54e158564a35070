import { isGrpcServiceError, ServiceError } from '@temporalio/client';

const attempts = 3;

interface GrpcStatus {
  readonly code: number;
  readonly details: string;
}

/**
 * Asks a question that changes nothing, again where the server has dropped it: it passes questions to the worker that has
 * the run at hand, and gives up when that one goes away at this moment.
 * @param isLost the failures after which another attempt may be answered, in place of this one
 */
export async function askAgain<T>(
  question: () => Promise<T>,
  isLost: (reason: GrpcStatus) => boolean = wasDropped,
): Promise<T> {
  for (let left = attempts; ; left--) {
    try {
      return await question();
    } catch (error) {
      const reason = error instanceof ServiceError ? error.cause : error;
      if (left === 1 || !isGrpcServiceError(reason) || !isLost(reason)) throw error;
    }
  }
}

/** In the server's own words: a caller who cancels is told so in others. */
function wasDropped({ code, details }: GrpcStatus): boolean {
  return code === 1 && details === 'context canceled';
}
