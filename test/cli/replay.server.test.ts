import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import proto from '@temporalio/proto';
import { expect, test } from 'vitest';
import { perdure } from './fixtures/perdure-cli.js';
import { temporaryFolder } from './fixtures/project.js';
import { fixtureApp, withWorker } from './fixtures/with-worker.js';

const queue = `cli-replay-${process.pid}`;
const cli = withWorker(queue);
const recorded = fileURLToPath(new URL('../histories/generation-1/steps.json', import.meta.url));
const recordedApp = fileURLToPath(new URL('../histories/app.ts', import.meta.url));
const withApp = (words: readonly string[], app = recordedApp): string[] => ['replay', ...words, '--app', app];

/** The recorded run with one name in it changed. */
async function changed(from: string, to: string): Promise<string> {
  const path = join(await temporaryFolder(), 'changed.json');
  await writeFile(path, (await readFile(recorded, 'utf8')).replace(`"name": "${from}"`, `"name": "${to}"`));
  return path;
}

test('replay of files: what fits and what does not, with workflow, step and exit code 1', async () => {
  const { code, stdout } = await perdure(withApp([recorded, await changed('flaky', 'shaky')]));
  expect(code).toBe(1);
  expect(stdout).toMatch(/^ok +steps /m);
  expect(stdout).toMatch(/^diverged +steps .*changed\.json/m);
  expect(stdout).toMatch(/Run\.CodeMismatch: .*at event 11, ActivityTaskScheduled 'shaky': \[TMPRL1100\]/);
  expect(stdout).toContain('2 histories, 1 no longer matches.');
});

test('replay of a folder, with --json: binary and JSON alike, in the order of their names', async () => {
  const folder = join(await temporaryFolder(), 'histories');
  await mkdir(folder);
  await copyFile(recorded, join(folder, 'b.json'));
  const history = historyFromJSON(JSON.parse(await readFile(recorded, 'utf8')));
  await writeFile(join(folder, 'a.bin'), proto.temporal.api.history.v1.History.encode(history).finish());
  await writeFile(join(folder, 'notes.txt'), 'no history');
  const { code, stdout, stderr } = await perdure(withApp([folder, '--json']));
  expect(code, stderr).toBe(0);
  const common = { workflow: 'steps', ok: true, problem: null, events: history.events?.length };
  expect(JSON.parse(stdout)).toEqual([
    expect.objectContaining({ ...common, source: expect.stringMatching(/a\.bin$/) as string }),
    expect.objectContaining({ ...common, source: expect.stringMatching(/b\.json$/) as string }),
  ]);
});

test('replay of runs on the server: by id, by workflow and status', async () => {
  const id = `greeting-${queue}`;
  await cli(['run', 'hello', 'Ada', '--id', id]);
  const one = await cli(withApp(['--run', id], fixtureApp));
  expect([one.code, one.stdout]).toEqual([0, expect.stringMatching(new RegExp(`^ok +hello +${id} `, 'm'))]);
  await expect
    .poll(
      async () =>
        (await cli(withApp(['--workflow', 'hello', '--status', 'succeeded', '--limit', '5'], fixtureApp))).stdout,
      {
        timeout: 30_000,
      },
    )
    .toContain(id);
  expect((await cli(withApp(['--run', 'nobody'], fixtureApp))).stderr).toContain('Run.NotFound');
});

test('replay says what it needs, and refuses a file that is no history', async () => {
  const nothing = await perdure(withApp([]));
  expect([nothing.code, nothing.stderr]).toEqual([2, expect.stringContaining('Usage.NothingToReplay')]);
  const both = await perdure(withApp([recorded, '--workflow', 'steps']));
  expect([both.code, both.stderr]).toEqual([2, expect.stringContaining('Usage.Conflict')]);
  const wrong = await perdure(withApp([fixtureApp], fixtureApp));
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringMatching(/History\.Invalid: .*app\.ts/)]);
});

test('replay names a workflow that the app no longer has', async () => {
  const { code, stdout } = await perdure(withApp([await changed('steps', 'stairs')]));
  expect([code, stdout]).toEqual([1, expect.stringMatching(/Workflow\.NotFound: .*'stairs'.*times_out/)]);
});
