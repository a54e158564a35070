import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const withoutPackage = fileURLToPath(new URL('./fixtures/without-package.mjs', import.meta.url));
const program = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));

test('without the SDK the command says what to install', async () => {
  const work = promisify(execFile)(process.execPath, ['--import', withoutPackage, program, 'mcp']);
  await expect(work).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^Package\.Missing.* npm install @modelcontextprotocol\/sdk$/m),
  });
});
