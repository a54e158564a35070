import assert from 'node:assert/strict';
import { testEnvironment } from 'perdure/testing';
import { safeguards } from './app.js';

// #region worker
import { environmentSecrets, fileSecrets, memoryCache } from 'perdure/worker';

const environment = await testEnvironment({
  app: new URL('./app.js', import.meta.url),
  secrets: [environmentSecrets(), fileSecrets(new URL('../../../examples/09-safeguards/secrets.env', import.meta.url))],
  cache: memoryCache({ maximumEntries: 1_000 }),
  address: process.env.TEMPORAL_ADDRESS,
});
// #endregion

const result = await environment.run(safeguards);
assert.deepEqual(result, {
  rate: { currency: 'EUR', rate: 1.07, old: true },
  uploaded: 'failed',
  // The second call found the result of the first.
  texts: ['yes in French, translated 1 times', 'yes in French, translated 1 times'],
  service: '/status asked with 1 header',
  // The fourth call was not made at all.
  codes: ['User.Error', 'User.Error', 'User.Error', 'Task.CircuitOpen'],
  normal: 'hello',
});

await environment.close();
console.log('A fallback, a rollback, a cache, a secret and a circuit breaker:', result);
