import { expect, test } from 'vitest';
import { withWatchdog } from '../../activities/models/watchdog.js';

const never = (): AbortSignal => new AbortController().signal;

test('a call that has fallen silent ends, also where nobody heeds the signal', async () => {
  let signal: AbortSignal | undefined;
  const silent = withWatchdog(never(), (given) => new Promise<never>(() => void (signal = given)), 20);
  await expect(silent).rejects.toMatchObject({ code: 'Model.Unavailable', retryable: true });
  expect(signal?.aborted).toBe(true);
});

test('a call that shows signs of life may take its time', async () => {
  const alive = withWatchdog(
    never(),
    (_, isAlive) =>
      new Promise<string>((resolve) => {
        let signs = 0;
        const timer = setInterval(() => {
          isAlive();
          if (++signs < 10) return;
          clearInterval(timer);
          resolve('said');
        }, 10);
      }),
    60,
  );
  expect(await alive).toBe('said');
});

test('a cancelled call ends with the reason of its cancellation', async () => {
  const cancel = new AbortController();
  const call = withWatchdog(cancel.signal, () => new Promise<never>(() => undefined), 10_000);
  cancel.abort(new Error('not needed'));
  await expect(call).rejects.toThrow('not needed');
});
