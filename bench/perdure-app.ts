import { map, pause, task, workflow } from 'perdure';

/** A step that does nothing but what every step does: an argument there, a result back. */
export const step = task('step', async (value: number) => value + 1);

export const noop = workflow('noop', async () => null);

export const oneStep = workflow('oneStep', async (value: number) => step(value));

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

interface Review {
  readonly approved: boolean;
}

/** What a schema library would give, without the library: its cost is not what is measured. */
const reviewSchema = {
  '~standard': {
    version: 1,
    vendor: 'bench',
    validate: (value: unknown): { value: Review } | { issues: [{ message: string }] } =>
      isReview(value) ? { value } : { issues: [{ message: 'approved must be true or false' }] },
    types: undefined as { input: Review; output: Review } | undefined,
  },
} as const;

export const review = workflow('review', async () => {
  const { approved } = await pause('review', { schema: reviewSchema, prompt: 'Publish?', data: { pages: 3 } });
  return approved;
});

function isReview(value: unknown): value is Review {
  return typeof (value as Review | null)?.approved === 'boolean';
}
