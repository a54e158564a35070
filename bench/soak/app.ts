import { map, pause, task, workflow } from 'perdure';

/** A step that does nothing but what every step does. */
export const step = task('step', async (value: number) => value + 1);

export const chain = workflow('chain', async (length: number) => {
  let value = 0;
  while (value < length) value = await step(value);
  return value;
});

export const fanOut = workflow('fanOut', async (width: number) => {
  const results = await map(
    step,
    Array.from({ length: width }, (_, index) => index),
  );
  return results.length;
});

/** A client answers it as soon as it can. */
export const question = workflow('question', async () => pause('answer'));

export const family = workflow('family', async (length: number) => (await chain(length)) + (await step(0)));
