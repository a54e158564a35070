import { describe, expect, test } from 'vitest';
import { isNodeOnlyModule, packageOf, toBareBuiltin } from '../../worker/bundler/node-only.js';

describe('what can never be in the sandbox', () => {
  test.each([
    'fs',
    'node:fs',
    'fs/promises',
    'node:test',
    'node:sqlite',
    'openai',
    'openai/helpers/zod',
    '@anthropic-ai/sdk',

    '@ai-sdk/openai',
    'ai',
    'pg',
    '@libsql/client',
    '@temporalio/worker',
    'perdure/client',
    'dotenv/config',
    './addon.node',
  ])('%s', (specifier) => expect(isNodeOnlyModule(specifier)).toBe(true));

  test.each([
    'util',
    'node:util',
    'node:assert',
    'url',
    'zod',
    'lodash/fp',
    'aim',
    'pgsql',
    './fs',
    '../openai.js',
    '#fs',
    'perdure',
    'perdure/executors',
    '@temporalio/workflow',
    '@temporalio/common',
    '@google/other',
    'https://example.org/fs',
  ])('not %s', (specifier) => expect(isNodeOnlyModule(specifier)).toBe(false));

  test('an app adds its own', () => expect(isNodeOnlyModule('@acme/native/deep', ['@acme/native'])).toBe(true));
});

test('names packages and the builtins Temporal allows', () => {
  expect(packageOf('@a/b/c')).toBe('@a/b');
  expect(packageOf('lodash/fp')).toBe('lodash');
  expect(packageOf('./a')).toBeUndefined();
  expect(toBareBuiltin('node:util')).toBe('util');
  expect(toBareBuiltin('node:fs')).toBeUndefined();
});
