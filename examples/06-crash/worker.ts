// A worker as a process of its own: `node worker.js <task queue>`.
import { createWorker } from 'perdure/worker';

const worker = await createWorker({ app: new URL('./app.js', import.meta.url), taskQueue: process.argv[2] });
await worker.run();
