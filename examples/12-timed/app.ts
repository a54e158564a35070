import { pause, race, sleep, task, workflow } from 'perdure';
import { z } from 'zod';

const send = task('send', async (text: string) => `sent: ${text}`);

// #region after
export const newsletter = workflow('newsletter', async ({ text, after }: { text: string; after: string }) => {
  // Goes on by itself when the time is up, with `undefined`; answered before that, with the answer.
  const early = await pause('cooling_off', {
    after,
    prompt: 'Stop it, or send it now?',
    schema: z.enum(['stop', 'send']),
  });
  return early === 'stop' ? 'stopped' : send(text);
});
// #endregion

// #region until
export const embargo = workflow('embargo', async ({ text, until }: { text: string; until: string }) => {
  await pause('embargo', { until }); // a Date, or ISO 8601 text with a time zone
  return send(text);
});
// #endregion

// #region race
export const vote = workflow('vote_count', async (seconds: number) => {
  await sleep(seconds * 1_000);
  return { yes: 3, no: 1 };
});

export const decision = workflow('decision', async (seconds: number) => {
  const first = await race({
    boss: () => pause('boss', { schema: z.boolean(), prompt: 'Do we?' }),
    vote: () => vote(seconds),
  });
  // `winner` tells the compiler what `value` is. The loser is cancelled, and has ended.
  return first.winner === 'boss' ? first.value : first.value.yes > first.value.no;
});
// #endregion

// #region scheduled
export const report = workflow('report', async (scope: string, { schedule }) =>
  send(`report on ${scope}, by ${schedule?.name ?? 'hand'}`),
);
// #endregion
