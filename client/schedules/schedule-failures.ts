import { isGrpcServiceError, ScheduleAlreadyRunning, ScheduleNotFoundError } from '@temporalio/client';
import { PerdureError } from '../../src/errors.js';
import { fromClient } from '../failures.js';

const invalidArgument = 3;
const unimplemented = 12;

/** What a caller catches when the server refuses something about a schedule. */
export function fromScheduleClient(error: unknown, name: string): unknown {
  const details = { schedule: name };
  if (error instanceof ScheduleNotFoundError) {
    return new PerdureError({
      code: 'Schedule.NotFound',
      message: `There is no schedule '${name}' in this namespace. See 'perdure schedule list'.`,
      details,
      cause: error,
    });
  }
  if (error instanceof ScheduleAlreadyRunning) {
    return new PerdureError({
      code: 'Schedule.AlreadyExists',
      message: `There is a schedule '${name}' already. Change it with app.scheduleHandle('${name}').update(…), or delete it first: 'perdure schedule delete'.`,
      details,
      cause: error,
    });
  }
  // The client turns a refused specification into a TypeError; anything else comes as the cause of a ServiceError.
  if (error instanceof TypeError) return invalid(name, error.message, error);
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  if (!isGrpcServiceError(cause)) return error;
  if (cause.code === invalidArgument) return invalid(name, cause.details, error);
  if (cause.code !== unimplemented) return fromClient(cause, name);
  return new PerdureError({
    code: 'Schedule.NotSupported',
    message: `This server has no schedules (${cause.details}). The time-skipping test server is such a one; use the dev server.`,
    details,
    cause: error,
  });
}

function invalid(name: string, problem: string, cause: unknown): PerdureError {
  return new PerdureError({
    code: 'Schedule.Invalid',
    message: `schedule '${name}' cannot be defined: the server refuses it: ${problem}.`,
    details: { problems: [problem] },
    cause,
  });
}
