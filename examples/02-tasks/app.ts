import { setTimeout } from 'node:timers/promises';
import { RetryAfter, task, taskContext, workflow } from 'perdure';
import { z } from 'zod';

// #region retry
class UnknownCity extends Error {}

export const readStation = task(
  'read_station',
  { retry: { maximumAttempts: 4, initialInterval: '50ms', nonRetryable: [UnknownCity] } },
  async (city: string) => {
    if (city === 'Atlantis') throw new UnknownCity(`There is no station in ${city}.`);
    if (taskContext().attempt < 3) throw new Error('The station does not answer.');
    return { city, celsius: 20 };
  },
);
// #endregion

// #region retry-after
export const askQuota = task('ask_quota', async () => {
  if (taskContext().attempt === 1) throw new RetryAfter('200ms', new Error('429 Too Many Requests'));
  return 'granted';
});
// #endregion

// #region timeout
export const slowReport = task('slow_report', { timeout: '300ms', retry: { maximumAttempts: 1 } }, async () => {
  await setTimeout(2_000);
  return 'far too late';
});
// #endregion

// #region schema
export const toFahrenheit = task(
  'to_fahrenheit',
  {
    description: 'Convert a temperature from Celsius to Fahrenheit.',
    input: z.object({ celsius: z.number().min(-273.15) }),
    output: z.number(),
    summary: '{celsius} degrees',
  },
  ({ celsius }) => celsius * 1.8 + 32,
);
// #endregion

// #region context
export const importRows = task('import_rows', { heartbeatTimeout: '5s' }, async (rows: string[]) => {
  const context = taskContext();
  const { attempt, signal, log, idempotencyKey, lastHeartbeat } = context;
  const first = typeof lastHeartbeat === 'number' ? lastHeartbeat : 0;
  for (let row = first; row < rows.length; row++) {
    signal.throwIfAborted();
    if (attempt === 1 && row === 2) throw new Error('The line dropped.');
    log.debug('storing a row', { row, key: `${idempotencyKey}/${row}` });
    context.heartbeat(row + 1); // a note for the next attempt
  }
  return { attempt, skipped: first };
});
// #endregion

export const weather = workflow('weather', async (city: string) => {
  const { celsius } = await readStation(city);
  const fahrenheit = await toFahrenheit({ celsius });
  const quota = await askQuota();
  const rows = await importRows(['a', 'b', 'c']);
  // #region settle
  const report = await slowReport.settle();
  const code = report.status === 'failed' ? report.error.code : report.status;
  // #endregion
  // #region with-options
  const patient = readStation.withOptions({ timeout: '2 minutes', retry: { maximumAttempts: 10 } });
  const again = await patient(city);
  // #endregion
  return { fahrenheit, quota, rows, report: code, again: again.celsius };
});
