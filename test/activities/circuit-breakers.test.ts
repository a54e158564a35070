import { expect, test } from 'vitest';
import { CircuitBreakers } from '../../activities/circuit-breakers.js';
import { PerdureError } from '../../src/errors.js';

const policy = { key: 'service', failures: 2, cooldown: 1_000 };
const fail = async (): Promise<never> => {
  throw new Error('down');
};
const codeOf = (error: unknown): string => (PerdureError.is(error) ? error.code : String((error as Error).message));

function story(): { now: number; go: (body: () => Promise<unknown>) => Promise<unknown> } {
  const clock = { now: 0, go: (body: () => Promise<unknown>) => breakers.through('t', policy, body).catch(codeOf) };
  const breakers = new CircuitBreakers(() => clock.now);
  return clock;
}

test('a success between failures keeps it closed', async () => {
  const { go } = story();
  for (const body of [fail, async () => 1, fail, async () => 2]) await go(body);
  expect(await go(async () => 'open?')).toBe('open?');
});

test('while one probes, others are refused; a failed probe opens it again', async () => {
  const clock = story();
  await clock.go(fail);
  await clock.go(fail);
  expect(await clock.go(async () => 1)).toBe('Task.CircuitOpen');
  clock.now = 1_000;
  let end: (error: Error) => void = () => {};
  const probe = clock.go(() => new Promise((_, reject) => (end = reject)));
  expect(await clock.go(async () => 1)).toBe('Task.CircuitOpen');
  end(new Error('still down'));
  expect(await probe).toBe('still down');
  clock.now = 1_999;
  expect(await clock.go(async () => 1)).toBe('Task.CircuitOpen');
  clock.now = 2_000;
  expect(await clock.go(async () => 'up')).toBe('up');
  expect(await clock.go(fail)).toBe('down');
  expect(await clock.go(async () => 'closed')).toBe('closed');
});

test("the caller's mistakes and cancellations do not open it", async () => {
  const { go } = story();
  for (const code of ['Task.InvalidInput', 'Run.Cancelled', 'Secret.Missing', 'Payload.NotJson']) {
    await go(async () => {
      throw new PerdureError({ code, message: code });
    });
  }
  expect(await go(async () => 'closed')).toBe('closed');
});
