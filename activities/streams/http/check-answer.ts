import { PerdureError } from '../../../src/errors.js';
import { streamUnavailable } from '../stream-error.js';

/** Statuses that pass: too early, too many, too slow. Those of a broken server do as well. */
const passing = new Set([408, 425, 429]);

/** @throws PerdureError `Stream.Refused`, `Stream.Unavailable` */
export async function checkAnswer(response: Response, place: string): Promise<void> {
  if (response.ok) return;
  const { status } = response;
  const said = await messageIn(response);
  if (status >= 500 || passing.has(status)) throw streamUnavailable(place, new Error(`it answers ${status}: ${said}`));
  throw streamRefused(place, `it answers ${status}: ${said}`);
}

export function streamRefused(place: string, reason: string): PerdureError {
  return new PerdureError({
    code: 'Stream.Refused',
    message: `The stream hub at ${place} refuses (${reason}). Look at the address and at PERDURE_STREAM_TOKEN or the option token.`,
    details: { place },
  });
}

async function messageIn(response: Response): Promise<string> {
  const text = (await response.text().catch(() => '')).slice(0, 300);
  try {
    return (JSON.parse(text) as { readonly message?: string }).message ?? text;
  } catch {
    return text;
  }
}
