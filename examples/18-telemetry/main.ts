// One trace from the client through the run, its child and every task; logs as JSON; metrics for Prometheus; two queues.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-base';
import { connect } from 'perdure/client';
import { createWorker } from 'perdure/worker';
import { invoice } from './app.js';

const app = new URL('./app.js', import.meta.url);
const taskQueue = `example-telemetry-${process.pid}`;
const prometheus = await freePlace();
const lines: string[] = [];

// #region telemetry
const exporter = new InMemorySpanExporter(); // in production: new OTLPTraceExporter()
const telemetry = { traces: { exporter, resource: { 'service.name': 'shop' } } };
// #endregion

// #region worker
const worker = await createWorker({
  app,
  taskQueue,
  telemetry,
  metrics: { prometheus }, // such as '127.0.0.1:9464'
  logging: { level: 'info', format: 'json', write: (line) => lines.push(line) },
  maxConcurrentActivityTaskExecutions: 20,
});
// #endregion
// #region tasks-only
const heavy = await createWorker({
  app,
  taskQueue: 'example-telemetry-heavy',
  role: 'tasks',
  telemetry,
  maxConcurrentActivityTaskExecutions: 1, // one at a time on this machine
  maxTaskQueueActivitiesPerSecond: 10, // all machines of this queue together
});
// #endregion
const running = Promise.all([worker.run(), heavy.run()]);

// #region client
const client = await connect({ taskQueue, telemetry });
const run = await client.start(invoice, ['tea', 'milk', 'tea']);
assert.equal(await run.result(), 'Total: 10');
// #endregion

// #region metrics
const metrics = await (await fetch(`http://${prometheus}/metrics`)).text();
assert.match(metrics, /^perdure_cache_misses\{.*activityType="price_of".*\} 2$/m);
assert.match(metrics, /^temporal_activity_execution_latency_count\{.*activity_type="render".*\} 1$/m);
// #endregion

await client.close();
for (const each of [worker, heavy]) each.shutdown();
await running;

// #region trace
const spans = exporter.getFinishedSpans().filter(({ name }) => /^(Start|Run)/.test(name));
const traces = new Set(spans.map((span) => span.spanContext().traceId));
assert.equal(traces.size, 1); // the start, the run, and three tasks
const rendered = spans.find(({ name }) => name === 'RunActivity:render');
assert.equal(rendered?.attributes['temporalWorkflowId'], run.id);
assert.equal(rendered?.attributes['perdure.task'], 'render');
assert.equal(rendered?.attributes['perdure.attempt'], 1);
// #endregion

// #region logs
const logged = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
const begin = logged.find(({ message }) => message === 'An invoice begins.');
assert.equal(begin?.['workflowId'], run.id);
assert.equal(begin?.['items'], 3);
const looked = logged.find(({ task }) => task === 'price_of');
assert.equal(looked?.['attempt'], 1);
assert.equal(looked?.['traceId'], rendered?.spanContext().traceId);
// #endregion
console.log(`One trace with ${spans.length} spans, ${lines.length} lines of log. The run: ${run.id}`);

async function freePlace(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `127.0.0.1:${port}`;
}
