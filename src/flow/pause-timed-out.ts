import { PerdureError } from '../errors.js';
import { seconds } from '../task/timed-out.js';

/** The error of a pause that nobody answered in time and that has no `onTimeout`. */
export function pauseTimedOut(id: string, timeout: number): PerdureError {
  return new PerdureError({
    code: 'Pause.TimedOut',
    message: `pause '${id}' was not answered within ${seconds(timeout)}. Give it an 'onTimeout' value if the run should go on without an answer.`,
    details: { pause: id, timeout },
  });
}
