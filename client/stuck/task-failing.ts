import { isGrpcServiceError } from '@temporalio/client';

/** Whether the server refuses a question to a run because the run's workflow task has failed. */
export function isTaskFailing(error: unknown): boolean {
  return grpcText(error)?.includes('Workflow Task in failed state') === true;
}

/** What the server said, beneath the client's own errors. */
export function grpcText(error: unknown): string | undefined {
  if (isGrpcServiceError(error)) return `${error.message} ${error.details ?? ''}`;
  const cause = error instanceof Error ? error.cause : undefined;
  return isGrpcServiceError(cause) ? `${cause.message} ${cause.details ?? ''}` : undefined;
}
