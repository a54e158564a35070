import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ScriptedModel, type ScriptedReply, testEnvironment, type TestEnvironment } from 'perdure/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventsOf, rawText, summaries } from '../flux/history-events.js';
import { eventually, like } from '../flux/open-app.js';
import { nextScript } from './next-script.js';

const { models, says } = nextScript();
const uses = (...calls: [name: string, given: object][]): ScriptedReply => ({
  toolCalls: calls.map(([name, given]) => ({ name, arguments: given as never })),
});
const told = ({ requests }: ScriptedModel): string => JSON.stringify(requests.at(-1)?.messages.at(-1));

let environment: TestEnvironment;
// Workspaces are found from the worker's current folder.
const folder = mkdtempSync(join(tmpdir(), 'perdure-workspace-server-'));
const [home, at] = [process.cwd(), (path: string) => join(folder, path)];
beforeAll(async () => {
  for (const name of ['notes', 'drafts']) mkdirSync(at(name));
  writeFileSync(at('notes/todo.md'), 'tea\ncake\n');
  writeFileSync(at('secret.txt'), 'SECRET');
  symlinkSync('../secret.txt', at('notes/out.txt'));
  process.chdir(folder);
  environment = await testEnvironment({
    app: fileURLToPath(new URL('./fixtures/workspace.mjs', import.meta.url)),
    models,
    address: process.env['PERDURE_TEST_ADDRESS']!,
  });
});
afterAll(async () => {
  await environment?.close();
  process.chdir(home);
});

const scheduled = async (id: string): Promise<unknown[]> =>
  eventsOf(await environment.history(id), 'activityTaskScheduled').map(({ activityType }) => activityType?.name);
const opened = async (run: { pauses(): Promise<readonly { readonly id: string }[]> }, id: string): Promise<void> =>
  eventually(async () => (await run.pauses()).map((pause) => pause.id), [id]);

describe('the tools of a workspace on a server', () => {
  test('F-85 are activities with readable names and summaries; escapes are told to the model', async () => {
    const model = says(
      uses(
        ['read_file', { path: 'todo.md' }],
        ['read_file', { path: '../secret.txt' }],
        ['read_file', { path: 'out.txt' }],
        ['read_file', { path: '/etc/passwd' }],
        ['grep', { pattern: 'SECRET|tea' }],
        ['write_file', { path: 'a', content: '' }],
      ),
      'Read.',
    );
    const run = await environment.start('read', 'What is there?');
    expect(await run.result()).toMatchObject({
      output: 'Read.',
      toolCalls: [false, true, true, true, false, true].map((isError) => ({ isError })),
    });
    expect(told(model)).toMatch(/tea.*leads out of it.*a link to somewhere outside.*is absolute.*There is no tool/);
    const history = await environment.history(run.id);
    expect(rawText(history)).not.toContain('SECRET"');
    const activities = await scheduled(run.id);
    expect(activities.filter((name) => name === 'perdure.workspace.read_file')).toHaveLength(4);
    expect(summaries(history, 'activityTaskScheduled')).toContain('todo.md');
    // One attempt each: what was refused would be refused again.
    expect(eventsOf(history, 'activityTaskStarted').every(({ attempt }) => attempt === 1)).toBe(true);
  });

  test('F-85 a change waits for a person, over a restart, and is exactly what that person has seen', async () => {
    const model = says(
      uses(['edit_file', { path: 'todo.md', old_text: 'tea', new_text: 'coffee' }], ['read_file', { path: 'todo.md' }]),
      'Edited.',
    );
    const run = await environment.start('edit', 'No tea.');
    await opened(run, 'approve:perdure.workspace.edit_file');
    expect((await run.pauses())[0]).toMatchObject({
      data: {
        target: './notes: todo.md',
        arguments: [
          { workspace: './notes', path: 'todo.md', diff: like(/^-tea\n\+coffee$/m), before: like(/^[0-9a-f]{64}$/) },
        ],
      },
    });
    expect(readFileSync(at('notes/todo.md'), 'utf8')).toBe('tea\ncake\n');
    await environment.restartWorker();
    await run.resume('approve:perdure.workspace.edit_file', { approved: true });
    expect(await run.result()).toMatchObject({ output: 'Edited.' });
    expect(readFileSync(at('notes/todo.md'), 'utf8')).toBe('coffee\ncake\n');
    // A barrier: what was asked for after it sees what it has done.
    expect(told(model)).toMatch(/coffee\\\\ncake/);
    expect(await scheduled(run.id)).toEqual([
      'editor',
      'perdure.workspace.preview_change',
      'perdure.workspace.edit_file',
      'perdure.workspace.read_file',
      'editor',
    ]);
  });

  test('F-85 a file that changes while a person thinks is left alone', async () => {
    const model = says(uses(['write_file', { path: 'list.md', content: 'mine\n' }]), 'Pity.');
    const run = await environment.start('edit', 'Write.');
    await opened(run, 'approve:perdure.workspace.write_file');
    writeFileSync(at('notes/list.md'), 'somebody else\n');
    await run.resume('approve:perdure.workspace.write_file', { approved: true });
    expect(await run.result()).toMatchObject({ output: 'Pity.' });
    expect(told(model)).toContain('has changed since');
    expect(readFileSync(at('notes/list.md'), 'utf8')).toBe('somebody else\n');
  });

  test('F-85 a command is approved by its line; a blocked one is refused without asking', async () => {
    const model = says(
      uses(
        ['run_command', { command: ['sh', '-c', 'id'] }],
        ['run_command', { command: ['node', '-e', 'console.error("no"); process.exitCode = 4'] }],
      ),
      'Ran.',
    );
    const run = await environment.start('edit', 'Run.');
    await opened(run, 'approve:perdure.workspace.run_command');
    expect((await run.pauses())[0]).toMatchObject({ data: { target: like(/^\.\/notes: node -e "console/) } });
    await run.resume('approve:perdure.workspace.run_command', { approved: true });
    expect(await run.result()).toMatchObject({ toolCalls: [{ isError: true }, { isError: false }] });
    expect(told(model)).toMatch(/'sh' is not allowed.*exitCode\\\\?":4/);
  });

  test('a refusal is told to the model and nothing is done', async () => {
    const model = says(uses(['write_file', { path: 'x.md', content: 'x' }]), 'Pity.');
    const run = await environment.start('edit', 'Write.');
    await opened(run, 'approve:perdure.workspace.write_file');
    await run.resume('approve:perdure.workspace.write_file', { approved: false, by: 'Ada', reason: 'no more files' });
    await run.result();
    expect(told(model)).toContain('no more files');
    expect(existsSync(at('notes/x.md'))).toBe(false);
  });

  test('cancelling a run ends the program that it runs', async () => {
    const code = 'require("node:fs").writeFileSync("pid", String(process.pid)); setInterval(() => {}, 1000)';
    says(uses(['run_command', { command: ['node', '-e', code] }]), 'Never said.');
    const run = await environment.start('draft', 'Run.');
    await eventually(async () => existsSync(at('drafts/pid')) && readFileSync(at('drafts/pid'), 'utf8') !== '', true);
    await run.cancel();
    await expect(run.result()).rejects.toMatchObject({ code: 'Run.Cancelled' });
    const pid = Number(readFileSync(at('drafts/pid'), 'utf8'));
    const ends = async (): Promise<boolean> => {
      try {
        return !process.kill(pid, 0);
      } catch {
        return true;
      }
    };
    await eventually(ends, true);
  });
});
