import { pause, task, workflow } from 'perdure';

// Nothing in this file knows of encryption.
const examine = task('examine', async (patient: string) => `${patient}: healthy`);

export const visit = workflow('visit', async (patient: string) => {
  const finding = await examine(patient);
  const consent = await pause<boolean>('consent', { prompt: `May we keep this? ${finding}` });
  return consent ? finding : 'forgotten';
});

// A scan is too large for history, which takes 2 MiB.
const scan = task('scan', async (patient: string) => `${patient} `.repeat(500_000));

export const archive = workflow('archive', async (patient: string) => scan(patient));
