import { parallel, pause, PerdureError, RetryAfter, sleep, task, taskContext, workflow } from 'perdure';
import { z } from 'zod';

// #region options
export const storedForecast = task('stored_forecast', async (city: string) => `${city}: as yesterday`);

export const forecast = task(
  'forecast',
  {
    retry: { maximumAttempts: 4, initialInterval: '20ms', backoffCoefficient: 2 }, // one attempt and three more
    timeout: '30s',
    fallback: storedForecast,
  },
  async (city: string): Promise<string> => {
    throw new Error(`No station answers in ${city}.`);
  },
);
// #endregion

// #region parallel
export const forecasts = workflow('forecasts', async (cities: [string, string]) => {
  const [first, second] = await parallel([() => forecast(cities[0]), () => forecast(cities[1])]);
  const rest = await forecast.map(['Oslo', 'Rome'], { onError: 'settle' }); // each end is an Outcome
  return { first, second, rest: rest.map(({ status }) => status) };
});
// #endregion

// #region caught
class OutOfStock extends Error {}

export const reserve = task('reserve', { retry: { nonRetryable: [OutOfStock] } }, async (item: string) => {
  if (item === 'harp') throw new OutOfStock(`There is no ${item} left.`);
  return `one ${item}`;
});

export const order = workflow('order', async (item: string) => {
  try {
    const goods = await reserve(item);
    const { approved } = await pause('review', { data: goods, schema: z.object({ approved: z.boolean() }) });
    await sleep('20ms'); // a timer of the server: it may as well be '3 days'
    return approved ? `${goods} sold` : `${goods} kept`;
  } catch (error) {
    // Your own error under its own name, with its own words. A pause is never an error.
    if (PerdureError.is(error) && error.name === 'OutOfStock') return error.message;
    throw error;
  }
});
// #endregion

// #region model
export const ask = task(
  'ask',
  { secrets: ['MODEL_KEY'], timeout: '2 minutes', retry: { maximumAttempts: 5 }, summary: '{0}' },
  async (role: string, prompt: string) => {
    const { secrets, signal } = taskContext();
    const response = await fetch(`${process.env.MODEL_URL}/v1/chat/completions`, {
      method: 'POST',
      signal,
      headers: { authorization: `Bearer ${secrets['MODEL_KEY']}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        model: 'small',
        messages: [
          { role: 'system', content: role },
          { role: 'user', content: prompt },
        ],
      }),
    });
    const text = await response.text();
    if (response.status === 429) throw new RetryAfter(`${response.headers.get('retry-after') ?? 5}s`, new Error(text));
    if (response.status >= 500) throw new Error(text); // tried again
    if (!response.ok) throw new PerdureError({ code: 'Provider.Refused', message: text }); // final
    return (JSON.parse(text) as Completion).choices[0]?.message.content ?? '';
  },
);

export const article = workflow('article', async (topic: string) => {
  const notes = await ask('You are a researcher.', `Research: ${topic}`);
  const feedback = await pause('human_review', { data: notes, schema: z.string() });
  return ask('You are a writer.', `Write about ${topic}.\n\n${notes}\n\n${feedback}`);
});
// #endregion

interface Completion {
  readonly choices: readonly { readonly message: { readonly content: string } }[];
}
