import { unlessAborted } from '../unless-aborted.js';
import { ModelError } from '../../src/model/model-error.js';

/** A stream that says nothing for this long is dead; models that think send signs of life. In milliseconds. */
const longestSilence = 180_000;

/**
 * Ends a call that has fallen silent: no library notices a stream that stops without closing.
 * @throws PerdureError `Model.Unavailable`
 */
export async function withWatchdog<T>(
  signal: AbortSignal,
  call: (signal: AbortSignal, alive: () => void) => Promise<T>,
  silence = longestSilence,
): Promise<T> {
  const dog = new AbortController();
  const bark = (): void =>
    dog.abort(new ModelError('Unavailable', { message: `The model said nothing for ${silence / 1000} s.` }));
  let timer = setTimeout(bark, silence);
  const alive = (): void => {
    clearTimeout(timer);
    timer = setTimeout(bark, silence);
  };
  const either = AbortSignal.any([signal, dog.signal]);
  try {
    return await unlessAborted(either, () => call(either, alive));
  } catch (error) {
    throw dog.signal.aborted && !signal.aborted ? dog.signal.reason : error;
  } finally {
    clearTimeout(timer);
  }
}
