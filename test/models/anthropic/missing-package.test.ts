import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const withoutPackage = fileURLToPath(new URL('./fixtures/without-package.mjs', import.meta.url));

test('Claude is made without its package, and its first call says what to install', async () => {
  const program = `
    import { anthropic } from 'perdure/worker';
    const context = { signal: new AbortController().signal, secret: async () => 'test-key', onDelta() {} };
    const messages = [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }];
    const request = { model: 'claude-sonnet-5', instructions: '', messages, tools: [], toolChoice: 'auto', settings: {} };
    const error = await anthropic().generate(request, context).catch((reason) => reason);
    console.log(error.code, error.retryable, error.message);`;
  const args = ['--import', withoutPackage, '--input-type=module', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  expect(stdout).toMatch(/^Package\.Missing false .* npm install @anthropic-ai\/sdk$/m);
});
