import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { httpStream } from 'perdure/client';
import { expect, onTestFinished, test } from 'vitest';
import { choosePort } from '../../cli/server/choose-port.js';
import { type CliEnd, perdure, start, type LongCommand } from './fixtures/perdure-cli.js';
import { createProject } from './fixtures/project.js';

const patience = 300_000;

/** A workflow with a pause; the parts before and after it can be changed. */
function app({ before = 'one', after = 'first' }: { readonly before?: string; readonly after?: string } = {}): string {
  return `
import { pause, task, workflow } from 'perdure';
const one = task('one', async (): Promise<string> => 'one');
const two = task('two', async (): Promise<string> => 'two');
export const wait = workflow('wait', async () => {
  const begun: string = await ${before}();
  const answer = await pause('go_on');
  return { begun, answer, code: '${after}' };
});
void [one, two];
`;
}

interface Dev {
  readonly folder: string;
  readonly command: LongCommand;
  readonly cli: (...words: string[]) => Promise<CliEnd>;
  readonly change: (text: string) => Promise<void>;
}

async function startDev(text: string): Promise<Dev> {
  const folder = await createProject({ 'src/app.ts': text });
  const command = start(['dev'], { cwd: folder });
  onTestFinished(async () => void (await command.interrupt()));
  return {
    folder,
    command,
    cli: (...words) => perdure(words, { cwd: folder }),
    change: (next) => writeFile(join(folder, 'src/app.ts'), next),
  };
}

test(
  'a run that is paused finishes on the changed code, code that does not load changes nothing, and Ctrl-C stops all',
  async () => {
    const { command, cli, change } = await startDev(app());
    const address = /127\.0\.0\.1:\d+/.exec(await command.line(/Server/))?.[0] ?? '';
    await command.line(/Web UI +http/);
    await command.line(/Worker running/);
    await command.line(/perdure run wait/);
    await command.line(/Watching src/);
    // In another terminal the server of the folder is found without being named.
    expect((await cli('run', 'wait', '--id', 'first')).code).toBe(3);
    expect((await cli('run', 'wait', '--id', 'second')).code).toBe(3);

    await change(app({ after: 'changed' }));
    await command.line(/Reloaded/);
    const end = await cli('resume', 'first', 'go_on', '1', '--wait');
    expect(JSON.parse(end.stdout)).toEqual({ begun: 'one', answer: 1, code: 'changed' });

    await change('export const broken = ;');
    await command.line(/does not load; the version before goes on/);
    expect(await command.line(/cannot be loaded/)).toContain('src/app.ts');
    const other = await cli('resume', 'second', 'go_on', '2', '--wait');
    expect(JSON.parse(other.stdout)).toMatchObject({ code: 'changed' });

    expect(await command.interrupt()).toBe(0);
    expect((await cli('list', '--address', address)).code).toBe(5);
  },
  patience,
);

test(
  'code that no longer fits a paused run is said by resume, show and doctor, and the earlier code heals it',
  async () => {
    const { command, cli, change } = await startDev(app());
    await command.line(/Worker running/);
    expect((await cli('run', 'wait', '--id', 'old')).code).toBe(3);
    await change(app({ before: 'two' }));
    await command.line(/Reloaded/);
    const refused = await cli('resume', 'old', 'go_on', '1');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/Run\.CodeMismatch: .*'old'/);
    // The run itself notices at its next event.
    await cli('cancel', 'old');
    await expect
      .poll(async () => (await cli('doctor')).stdout, { timeout: 60_000, interval: 500 })
      .toMatch(/^fail +Run\.CodeMismatch/m);
    expect((await cli('show', 'old')).stdout).toContain('Run.CodeMismatch');
    await change(app());
    await command.line(/Reloaded/);
    expect((await cli('run', 'wait', '--id', 'new')).code).toBe(3);
  },
  patience,
);

const crashing = `
import { existsSync, writeFileSync } from 'node:fs';
import { task, workflow } from 'perdure';
const crash = task('crash', { heartbeatTimeout: '2s' }, async (flag: string) => {
  if (existsSync(flag)) return 'survived';
  writeFileSync(flag, '');
  process.exit(7);
});
export const risky = workflow('risky', async (flag: string) => crash(flag));
`;

test(
  'a worker that dies in the middle of a call is started again, and the run goes on',
  async () => {
    const { command, cli, folder } = await startDev(crashing);
    await command.line(/Worker running/);
    const end = cli('run', 'risky', join(folder, 'has-crashed'));
    await command.line(/worker ended \(exit code 7\)\. Starting it again/);
    expect(await end).toMatchObject({ code: 0, stdout: 'survived\n' });
  },
  patience,
);

test('a folder without an app is refused with the places that were looked at', async () => {
  const folder = await createProject({});
  const { code, stderr } = await perdure(['dev'], { cwd: folder });
  expect(code).toBe(2);
  expect(stderr).toMatch(/App\.NotFound: .*src\/app\.ts.*--app/);
});

test(
  'metrics stay at their address while the worker behind it is replaced',
  async () => {
    const folder = await createProject({ 'src/app.ts': app() });
    const port = await choosePort(undefined, '--port');
    const command = start(['dev', '--metrics', `127.0.0.1:${port}`], { cwd: folder });
    onTestFinished(async () => void (await command.interrupt()));
    await command.line(new RegExp(`Metrics +http://127.0.0.1:${port}/metrics`));
    await command.line(/Worker running/);
    const url = `http://127.0.0.1:${port}/metrics`;
    const cli = (...words: string[]): Promise<CliEnd> => perdure(words, { cwd: folder });
    expect((await cli('run', 'wait', '--id', 'first')).code).toBe(3);
    expect(await (await fetch(url)).text()).toMatch(/^perdure_pauses_opened\{.*pause="go_on".*\} 1$/m);

    await writeFile(join(folder, 'src/app.ts'), app({ after: 'changed' }));
    await command.line(/Reloaded/);
    await cli('resume', 'first', 'go_on', '1', '--wait');
    const text = await (await fetch(url)).text();
    expect(text).toMatch(/^perdure_pauses_ended\{.*how="answered".*\} 1$/m);
    expect(text, 'the counters of the new process').not.toMatch(/^perdure_pauses_opened/m);

    const second = await perdure(['dev', '--metrics', `127.0.0.1:${port}`], { cwd: folder });
    expect(second).toMatchObject({ code: 1, stderr: expect.stringContaining('Worker.MetricsUnavailable') });
    expect((await perdure(['dev', '--metrics', 'nowhere'], { cwd: folder })).code).toBe(2);
    expect(await command.interrupt()).toBe(0);
  },
  patience,
);

test(
  'streams are at a hub of this machine, which the worker knows and which ends them with their runs',
  async () => {
    const { command, cli } = await startDev(`
import { pause, task, workflow } from 'perdure';
const place = task('place', async () => process.env['PERDURE_STREAM']);
export const where = workflow('where', async () => { await pause('go_on'); return place(); });
`);
    const line = await command.line(/Streams +http/);
    const [, url = ''] = /(http:\S+)\/runs\/<id>\/stream/.exec(line) ?? [];
    await command.line(/Worker running/);
    expect((await cli('run', 'where', '--id', 'there')).code).toBe(3);
    const stream = fetch(`${url}/runs/there/stream`).then((response) => response.text());
    const channel = httpStream({ url });
    await channel.publish('there', [{ agent: 'a', conversation: 'c', turn: 1, type: 'step-start' }]);
    const end = await cli('resume', 'there', 'go_on', '1', '--wait');
    expect(end.stdout.trim()).toBe(url);
    expect(await stream).toMatch(/id: 1\ndata: .*step-start.*\n\nevent: end\n/);
    expect(await command.interrupt()).toBe(0);
  },
  patience,
);

test(
  'a place for streams that the environment names stays in force',
  async () => {
    const folder = await createProject({ 'src/app.ts': app() });
    const command = start(['dev'], { cwd: folder, env: { PERDURE_STREAM: 'http://127.0.0.1:9' } });
    onTestFinished(async () => void (await command.interrupt()));
    await command.line(/Worker running/);
    expect(command.said()).not.toMatch(/Streams/);
    expect(await command.interrupt()).toBe(0);
  },
  patience,
);
