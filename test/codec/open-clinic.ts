import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encryption } from 'perdure/worker';
import { testEnvironment, type TestEnvironment, type TestEnvironmentOptions } from 'perdure/testing';
import { onTestFinished } from 'vitest';
import { recallDefinitions } from '../fixture-definitions.js';

export const clinic = new URL('./fixtures/clinic.mjs', import.meta.url);

/** Keys as a deployment has them, made anew for each test. */
export function newKeys(...ids: string[]): Record<string, string> {
  return Object.fromEntries(ids.map((id) => [id, randomBytes(32).toString('base64')]));
}

/** The environment of a fixture app on the server all tests share, or on the one of `address`. */
export async function openClinic(options: Partial<TestEnvironmentOptions> = {}): Promise<TestEnvironment> {
  const address = process.env['PERDURE_TEST_ADDRESS'];
  recallDefinitions(options.app ?? clinic);
  const environment = await testEnvironment({ app: clinic, ...(address !== undefined && { address }), ...options });
  onTestFinished(() => environment.close());
  return environment;
}

export function newCodec(): ReturnType<typeof encryption> {
  return encryption({ keys: newKeys('k1'), current: 'k1' });
}

/** Everything the files of a folder hold, for looking for words. */
export async function bytesOf(folder: string): Promise<string> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const parts = await Promise.all(
    files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name))),
  );
  return Buffer.concat(parts).toString('latin1');
}

/** Every text of a value, bytes and names of fields included: an object's own JSON would show bytes as base64. */
export function textsIn(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([key, part]) => `${key}=${textsIn(part)}`)
    .join('\n');
}
