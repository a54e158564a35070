// `node scripts/record-histories.mjs [name …]`: plays the stories on a dev server and writes their histories, all of
// them by default. Only for a new story or a new generation: what is recorded already must go on replaying.
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { type TestEnvironment, testEnvironment } from 'perdure/testing';
import { engineGeneration } from '../../src/contract/engine.js';
import { player } from './player.js';
import { stories, type Story } from './stories.js';

const folder = fileURLToPath(new URL(`../../../test/histories/generation-${engineGeneration}/`, import.meta.url));
const wanted = process.argv.slice(2);
const chosen = Object.entries(stories).filter(([name]) => wanted.length === 0 || wanted.includes(name));

// What MCP's own test server is started from.
process.env['EVERYTHING_SERVER'] = createRequire(import.meta.url).resolve(
  '@modelcontextprotocol/server-everything/dist/index.js',
);

/** Makes every patch active, so that pauses are kept in the memo. */
const patchAll = {
  name: 'patch-all',
  configureWorker: <O extends object>(options: O) => ({ ...options, patchActivationCallback: () => true }),
};

async function open(withMemo: boolean, address?: string): Promise<TestEnvironment> {
  return testEnvironment({
    app: new URL('./app.js', import.meta.url),
    timeSkipping: false,
    models: { player: player() },
    taskQueue: withMemo ? 'histories-memo' : 'histories',
    ...(address !== undefined && { address }),
    worker: withMemo ? { plugins: [patchAll] } : {},
  });
}

async function record(name: string, story: Story, environment: TestEnvironment): Promise<void> {
  const { workflow = name, input, play, staysOpen } = story;
  const run = await environment.start(workflow, input, { id: name });
  await play?.(run, environment);
  if (staysOpen !== true) await run.result().catch(() => undefined);
  await write(name, run.id, run.runId, environment);
}

async function write(name: string, id: string, runId: string | undefined, { client }: TestEnvironment): Promise<void> {
  const history = await client.workflow.getHandle(id, runId).fetchHistory();
  const plain: unknown = JSON.parse(historyToJSON(history), (key, value: unknown) => cleaned(key, value));
  await writeFile(`${folder}${name}.json`, `${JSON.stringify(plain, undefined, 1)}\n`);
  const child = history.events?.find((event) => event.childWorkflowExecutionStartedEventAttributes);
  const started = child?.childWorkflowExecutionStartedEventAttributes?.workflowExecution;
  if (started?.workflowId)
    await write(`${name}.child`, started.workflowId, started.runId ?? undefined, { client } as TestEnvironment);
}

/** Without what says something of the machine it was recorded on, and replay does not look at. */
function cleaned(key: string, value: unknown): unknown {
  // Workers and their own queues are called by process and host.
  if (key === 'identity' || (typeof value === 'string' && /^\d+@/.test(value))) return 'recorder';
  return key === 'stackTrace' ? undefined : value;
}

await mkdir(folder, { recursive: true });
const environment = await open(false);
const withMemo = await open(true, environment.address);
for (const [name, story] of chosen) {
  await record(name, story, story.withMemo === true ? withMemo : environment);
  console.log(`recorded ${name}`);
}
await withMemo.close();
await environment.close();
