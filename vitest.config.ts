import { defineConfig } from 'vitest/config';

const server = 'test/**/*.server.test.ts';
const faults = 'test/faults/**/*.test.ts';

/** `fast` needs no server; `server` shares one dev server per run, which the global set-up finds, builds or starts. */
export default defineConfig({
  test: {
    pool: 'forks',
    // One more than the two cores that are counted on: tests that wait for a server's clock leave a core idle.
    maxWorkers: 3,
    projects: [
      {
        test: {
          name: 'fast',
          isolate: false,
          setupFiles: ['test/forget-definitions.ts'],
          include: ['test/**/*.test.ts'],
          exclude: [server, faults, 'test/**/fixtures/**'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'server',
          isolate: false,
          setupFiles: ['test/forget-definitions.ts'],
          include: [server],
          exclude: ['test/**/fixtures/**'],
          globalSetup: ['test/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      // Minutes of killing; `npm run test:faults` asks for it.
      ...(process.env['PERDURE_FAULTS'] ? [{ test: { name: 'faults', include: [faults] } }] : []),
    ],
  },
});
