import { pause, task, workflow } from 'perdure';
import { z } from 'zod';

/** Tasks do the work: network, files, databases. Each call is recorded, and tried again if it fails. */
export const draft = task('draft', async (topic: string) => `A few words about ${topic}.`);

export const publish = task('publish', async (text: string) => ({ published: text, at: new Date().toISOString() }));

/** A workflow puts tasks together. It survives crashes and restarts, and may wait for a person for weeks. */
export const article = workflow('article', { input: z.string() }, async (topic) => {
  const text = await draft(topic);
  const review = await pause('review', {
    prompt: 'Publish this?',
    data: text,
    schema: z.object({ approved: z.boolean(), note: z.string().optional() }),
  });
  return review.approved ? publish(text) : { rejected: text, note: review.note ?? null };
});
