import { appendFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { task, workflow } from 'perdure';

export interface Journey {
  readonly log: string;
  readonly steps: number;
  /** The step that takes long enough to be killed in. */
  readonly slow: number;
}

// #region steps
export const step = task('step', { heartbeatTimeout: '2s' }, async (journey: Journey, number: number) => {
  await appendFile(journey.log, `begin ${number}\n`);
  if (number === journey.slow) await setTimeout(1_500);
  await appendFile(journey.log, `end ${number}\n`);
  return number;
});

export const journey = workflow('journey', async (input: Journey) => {
  let sum = 0;
  for (let number = 1; number <= input.steps; number++) sum += await step(input, number);
  return sum;
});
// #endregion
