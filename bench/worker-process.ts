/**
 * The worker of one side in a process of its own, so that its CPU time is nobody else's:
 * `node worker-process.js perdure|hand-written ADDRESS QUEUE`, driven by the messages `cpu` and `stop`.
 * @module
 */
import { fileURLToPath } from 'node:url';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { createWorker } from 'perdure/worker';
import * as activities from './hand-written/activities.js';
import { agentActivities } from './hand-written/agent-activities.js';
import { endless } from './perdure-agents.js';

const [kind, address = '', taskQueue = ''] = process.argv.slice(2);

Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
const connection = await NativeConnection.connect({ address });
const worker = kind === 'perdure' ? await perdureWorker() : await handWrittenWorker();
process.on('message', (message) => {
  if (message === 'cpu') process.send?.({ cpu: process.cpuUsage() });
  if (message === 'stop') worker.shutdown();
});
// The parent is gone, and nobody else wants this worker.
process.on('disconnect', () => process.exit(1));
process.send?.('ready');
await worker.run();
await connection.close();
process.removeAllListeners('disconnect');
process.disconnect();

function perdureWorker(): Promise<Worker> {
  return createWorker({
    app: [new URL('./perdure-app.js', import.meta.url), new URL('./perdure-agents.js', import.meta.url)],
    models: { endless },
    connection,
    namespace: 'default',
    taskQueue,
  });
}

/** The settings in which perdure's defaults differ from Temporal's are the same here. */
function handWrittenWorker(): Promise<Worker> {
  return Worker.create({
    connection,
    taskQueue,
    activities: { ...activities, ...agentActivities },
    workflowsPath: fileURLToPath(new URL('./hand-written/all-workflows.js', import.meta.url)),
    stickyQueueScheduleToStartTimeout: '1s',
    maxHeartbeatThrottleInterval: '1s',
  });
}
