import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-base';
import { expect, test, vi } from 'vitest';
import { openTracing } from '../../telemetry/index.js';

// As on a machine where it was never installed.
vi.mock('@temporalio/interceptors-opentelemetry', () => {
  throw Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
});

test('traces without their package say what to install', async () => {
  await expect(openTracing({ exporter: new InMemorySpanExporter() })).rejects.toMatchObject({
    code: 'Package.Missing',
    message: expect.stringContaining('npm install @temporalio/interceptors-opentelemetry') as string,
  });
});
