/**
 * A worker of the soak in a process of its own: `node worker-process.js ADDRESS QUEUE`. Tells whenever it is asked how
 * much memory it has, and at once what it has to complain about.
 * @module
 */
import { createWorker } from 'perdure/worker';

const [address = '', taskQueue = ''] = process.argv.slice(2);

const worker = await createWorker({
  app: new URL('./app.js', import.meta.url),
  address,
  namespace: 'default',
  taskQueue,
  logging: { level: 'warn', write: (line) => void process.send?.({ complaint: line }) },
});
process.on('message', (message) => {
  if (message === 'memory') process.send?.({ memory: process.memoryUsage().rss });
  if (message === 'stop') worker.shutdown();
});
// The parent is gone, and nobody else wants this worker.
process.on('disconnect', () => process.exit(1));
process.send?.({ ready: true });
await worker.run();
process.removeAllListeners('disconnect');
process.disconnect();
