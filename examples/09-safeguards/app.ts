import { task, taskContext, workflow } from 'perdure';

let bodies = 0;

// #region fallback
export const yesterdaysRate = task('yesterdays_rate', async (currency: string) => ({
  currency,
  rate: 1.07,
  old: true,
}));

export const todaysRate = task(
  'todays_rate',
  { retry: { maximumAttempts: 2, initialInterval: '20ms' }, fallback: yesterdaysRate },
  async (currency: string) => {
    if (currency === 'EUR') throw new Error('The bank does not answer.');
    return { currency, rate: 1, old: false };
  },
);
// #endregion

// #region rollback
export const removeUpload = task('remove_upload', async (file: string) => `removed ${file}`);

export const upload = task(
  'upload',
  { retry: { maximumAttempts: 1 }, rollback: removeUpload },
  async (file: string): Promise<string> => {
    throw new Error(`Half of ${file} was sent when the line broke.`);
  },
);
// #endregion

// #region cache
export const translate = task(
  'translate',
  { cache: { ttl: '1 day', version: '2' } },
  async (text: string, language: string) => {
    bodies += 1;
    return `${text} in ${language}, translated ${bodies} times`;
  },
);
// #endregion

// #region secrets
export const callService = task('call_service', { secrets: ['SERVICE_TOKEN'] }, async (path: string) => {
  const { secrets } = taskContext();
  const headers = { authorization: `Bearer ${secrets['SERVICE_TOKEN']}` };
  return `${path} asked with ${Object.keys(headers).length} header`;
});
// #endregion

// #region breaker
export const unsteady = task(
  'unsteady',
  { retry: { maximumAttempts: 1 }, circuitBreaker: { failures: 3, cooldown: '30s' } },
  async () => {
    throw new Error('The service is down.');
  },
);
// #endregion

// #region local
export const normalise = task('normalise', { local: true }, async (text: string) => text.trim().toLowerCase());
// #endregion

export const safeguards = workflow('safeguards', async () => {
  const rate = await todaysRate('EUR');
  const uploaded = await upload.settle('photo.jpg');
  const texts = [await translate('yes', 'French'), await translate('yes', 'French')];
  const service = await callService('/status');
  const codes: string[] = [];
  for (let call = 0; call < 4; call++) {
    const outcome = await unsteady.settle();
    codes.push(outcome.status === 'failed' ? outcome.error.code : outcome.status);
  }
  return { rate, uploaded: uploaded.status, texts, service, codes, normal: await normalise('  Hello ') };
});
