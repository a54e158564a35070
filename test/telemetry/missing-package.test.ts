import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const withoutPackage = fileURLToPath(new URL('./fixtures/without-package.mjs', import.meta.url));

test('traces without their package say what to install', async () => {
  const program = `
    import { connect } from 'perdure/client';
    const traces = { exporter: { export() {}, async shutdown() {} } };
    await connect({ address: '127.0.0.1:1', telemetry: { traces } }).catch(({ code, message }) => console.log(code, message));`;
  const args = ['--import', withoutPackage, '--input-type=module', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  expect(stdout).toMatch(/^Package\.Missing .* npm install @temporalio\/interceptors-opentelemetry$/m);
});
