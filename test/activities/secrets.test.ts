import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { environmentSecrets, fileSecrets } from '../../activities/index.js';
import { SecretHider } from '../../activities/secrets/hide-secrets.js';
import { resolveSecrets } from '../../activities/secrets/resolve-secrets.js';

const folder = mkdtempSync(join(tmpdir(), 'perdure-secrets-'));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

test('the first source that has a value counts, and an empty value is none', async () => {
  process.env['PERDURE_TEST_A'] = 'from the environment';
  process.env['PERDURE_TEST_B'] = '';
  const sources = [
    environmentSecrets({ prefix: 'PERDURE_TEST_' }),
    fileSecrets(file('one.env', 'A=from the file\n# a comment\nB="in quotes"\n')),
    fileSecrets(file('two.json', '{ "C": "json" }')),
  ];
  expect(await resolveSecrets('t', ['A', 'B', 'C'], sources)).toEqual({
    A: 'from the environment',
    B: 'in quotes',
    C: 'json',
  });
  await expect(resolveSecrets('t', ['A', 'X', 'Y'], sources)).rejects.toMatchObject({
    code: 'Secret.Missing',
    details: { task: 't', missing: ['X', 'Y'] },
  });
});

test('a file that cannot be read is named, and what is in it is not shown', async () => {
  const broken = fileSecrets(file('broken.json', '{ "KEY": "top-secret" '));
  const error = await Promise.resolve(broken(['KEY'])).catch((reason: unknown) => reason as Error);
  expect(error).toMatchObject({ code: 'Secret.SourceFailed' });
  expect((error as Error).message).toContain('broken.json');
  expect((error as Error).message).not.toContain('top-secret');
});

test('a value is hidden wherever it stands, URL-encoded too, the longer of two first', () => {
  const hider = new SecretHider({ SHORT: 'abcd', LONG: 'abcd/efgh', TINY: 'x' });
  expect(hider.text('abcd/efgh abcd abcd%2Fefgh x')).toBe('[secret LONG] [secret SHORT] [secret LONG] x');
  expect(hider.data({ abcd: ['abcd', 1, null], deep: { key: 'k=abcd' } })).toEqual({
    '[secret SHORT]': ['[secret SHORT]', 1, null],
    deep: { key: 'k=[secret SHORT]' },
  });
  const cause = new Error('cause abcd');
  const hidden = hider.failure(Object.assign(new Error('why abcd', { cause }), { details: ['abcd'] }));
  expect([hidden.message, cause.message, (hidden as { details?: unknown }).details]).toEqual([
    'why [secret SHORT]',
    'cause [secret SHORT]',
    ['[secret SHORT]'],
  ]);
  expect(hidden.stack).not.toContain('abcd');
});

test('a result with a secret is refused, one with quotes in it too', () => {
  const hider = new SecretHider({ KEY: 'with "quotes"' });
  expect(() => hider.refuseIn({ a: ['with "quotes"'] }, 't')).toThrow(/contains the secret KEY/);
  expect(() => hider.refuseIn({ a: 'harmless' }, 't')).not.toThrow();
});
