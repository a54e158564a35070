// #region announce
import { readFile, writeFile } from 'node:fs/promises';
import { pause, task, workflow } from 'perdure';
import { z } from 'zod';

const summarise = task('summarise', async (file: string) => (await readFile(file, 'utf8')).slice(0, 280));
const publish = task('publish', { retry: { maximumAttempts: 5 } }, async (file: string, text: string) => {
  await writeFile(file, text);
  return `${text.length} characters published`;
});

export const announce = workflow('announce', async ({ from, to }: { from: string; to: string }) => {
  const draft = await summarise(from);
  // Kill the worker here, for a second or for a weekend: `summarise` does not run again.
  const review = await pause('review', {
    prompt: 'Publish?',
    data: draft,
    schema: z.object({ approved: z.boolean() }),
  });
  return review.approved ? publish(to, draft) : 'held back';
});
// #endregion

// #region several
export const vote = workflow('vote', async (question: string) => {
  const [ada, grace] = await Promise.all([
    pause<boolean>('ada', { prompt: question }),
    pause<boolean>('grace', { prompt: question }),
  ]);
  return ada && grace;
});
// #endregion

// #region timeout
export const reminder = workflow('reminder', async () => {
  const first = await pause('confirm', { timeout: '200ms', onTimeout: 'nobody' });
  const second = await pause('confirm', { prompt: 'Once more: this is confirm#2.' });
  return { first, second };
});
// #endregion
