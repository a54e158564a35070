import { PerdureError } from '../errors.js';
import type { PauseRequest } from '../flow/pause.js';
import { pauseTimedOut } from '../flow/pause-timed-out.js';
import { validateOrThrow } from '../schema/validate.js';
import type { DirectRuntime } from './direct-runtime.js';

/** Answers a pause from the answers given to `directly(…)`; without one, its time passes. */
export async function answerDirectly(runtime: DirectRuntime, pause: PauseRequest): Promise<unknown> {
  const { pauses } = runtime.run;
  const visit = (pauses.get(pause.name) ?? 0) + 1;
  pauses.set(pause.name, visit);
  const id = visit === 1 ? pause.name : `${pause.name}#${visit}`;
  const { answers } = runtime.settings;
  if (Object.hasOwn(answers, id)) {
    const given = answers[id];
    const value: unknown =
      typeof given === 'function' ? await (given as (data: unknown) => unknown)(pause.data) : given;
    if (!pause.schema) return value;
    return validateOrThrow(pause.schema, value, 'Pause.InvalidAnswer', `The answer to pause '${id}'`);
  }
  if (pause.wakeAt !== undefined) {
    await runtime.sleep(Math.max(0, pause.wakeAt - runtime.now()));
    return undefined;
  }
  if (pause.timeout !== undefined) {
    await runtime.sleep(pause.timeout);
    if (pause.onTimeout) return pause.onTimeout.value;
    throw pauseTimedOut(id, pause.timeout);
  }
  throw new PerdureError({
    code: 'Pause.NoAnswer',
    message: `pause '${id}' has nobody to answer it in a direct call. Give the answer: directly(workflow, input, { answers: { ${JSON.stringify(id)}: … } }) from 'perdure/testing'.`,
    details: { pause: id, answers: Object.keys(answers) },
  });
}
