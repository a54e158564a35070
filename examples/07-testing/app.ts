import { PerdureError, now, pause, sleep, task, workflow } from 'perdure';
import { z } from 'zod';

export const sendInvoice = task('send_invoice', async (customer: string) => `invoice for ${customer}`);
export const writeOff = task('write_off', async (invoice: string) => `${invoice}: written off`);

// #region workflow
export const collect = workflow('collect', async (customer: string) => {
  const invoice = await sendInvoice(customer);
  const began = now().getTime();
  await sleep('14 days');
  const decision = await pause('decision', {
    schema: z.enum(['paid', 'disputed', 'lost']),
    timeout: '30 days',
    onTimeout: 'lost',
  });
  const days = (now().getTime() - began) / 86_400_000;
  if (decision === 'disputed') throw new PerdureError({ code: 'Invoice.Disputed', message: `${customer} disagrees.` });
  return { decision, days: Math.round(days), note: decision === 'lost' ? await writeOff(invoice) : invoice };
});
// #endregion

// #region question
export const ask = workflow('ask', async (question: string) => pause<string>('answer', { prompt: question }));
// #endregion
