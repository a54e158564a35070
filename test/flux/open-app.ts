import { PerdureError } from 'perdure';
import { testEnvironment, type TestEnvironment, type TestEnvironmentOptions } from 'perdure/testing';
import { expect } from 'vitest';
import { recallDefinitions } from '../fixture-definitions.js';

/** The file of a fixture app: `appFile('tasks')`. */
export function appFile(name: string): URL {
  return new URL(`./fixtures/${name}.mjs`, import.meta.url);
}

/** A worker for a fixture app on the dev server that all server tests share. */
export function openApp(name: string, options: Partial<TestEnvironmentOptions> = {}): Promise<TestEnvironment> {
  const address = process.env['PERDURE_TEST_ADDRESS'];
  recallDefinitions(appFile(name));
  return testEnvironment({ app: appFile(name), ...(address !== undefined && { address }), ...options });
}

/** The PerdureError that work ends with. */
export async function failureOf(work: Promise<unknown>): Promise<PerdureError> {
  const error: unknown = await work.then(
    (value) => expect.fail(`expected a failure, but got ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  if (PerdureError.is(error)) return error;
  throw error;
}

/** Text that matches; a bare pattern inside `toMatchObject` would accept anything. */
export function like(pattern: RegExp): string {
  return expect.stringMatching(pattern) as string;
}

/** Asks until the answer is as expected; `expect.poll` does not know which of several concurrent tests it belongs to. */
export async function eventually(ask: () => Promise<unknown>, expected: unknown, timeout = 20_000): Promise<void> {
  const end = Date.now() + timeout;
  for (;;) {
    const value = await ask();
    try {
      return expect(value).toEqual(expected);
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
