import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agent, PerdureError, type ToolSource, workspaceTools, type WorkspaceOptions } from 'perdure';
import { directly, scriptedModel, type ScriptedReply } from 'perdure/testing';
import { describe, expect, test } from 'vitest';

let number = 0;
const openFolder = (options: WorkspaceOptions = {}): { folder: string; tools: ToolSource } => {
  const folder = mkdtempSync(join(tmpdir(), 'perdure-agent-workspace-'));
  writeFileSync(join(folder, 'todo.md'), 'tea\ncake\n');
  return { folder, tools: workspaceTools(folder, options) };
};

const ask = async (tools: ToolSource, replies: readonly ScriptedReply[], answers: Record<string, unknown> = {}) => {
  const scripted = scriptedModel(replies);
  const name = `keeper_${(number += 1)}`;
  const keeper = agent(name, { instructions: 'Keep notes.', model: 'scripted/one', tools: [tools] });
  const result = await directly(async () => keeper.run('Tidy up.'), undefined, { models: { scripted }, answers });
  const told = scripted.requests.map(({ messages }) => JSON.stringify(messages.at(-1)));
  return { result, told, requests: scripted.requests };
};
const uses = (name: string, given: object): ScriptedReply => ({
  toolCalls: [{ name, arguments: given as never }],
});

describe('workspaceTools', () => {
  test('read by default, and do more where the app says so', async () => {
    const namesOf = async (options: WorkspaceOptions): Promise<string[]> =>
      (await ask(openFolder(options).tools, ['Done.'])).requests[0]!.tools.map(({ name }) => name);
    const reading = ['read_file', 'list_directory', 'find_files', 'grep'];
    expect(await namesOf({})).toEqual(reading);
    expect(await namesOf({ write: true })).toEqual([...reading, 'write_file', 'edit_file']);
    expect(await namesOf({ shell: ['git'] })).toEqual([...reading, 'run_command']);
    expect(await namesOf({ shell: [] })).toEqual(reading);
  });

  test('tell the model what it may run, and where paths start', async () => {
    const { requests } = await ask(openFolder({ shell: ['git', '/usr/bin/env'] }).tools, ['Done.']);
    expect(requests[0]!.tools.at(-1)?.description).toContain('git, /usr/bin/env');
    expect(requests[0]!.instructions).toContain('workspace folder');
  });

  test('F-85 results and refusals reach the model', async () => {
    const { tools } = openFolder();
    const { told, result } = await ask(tools, [
      {
        toolCalls: [
          { name: 'read_file', arguments: { path: 'todo.md' } },
          { name: 'read_file', arguments: { path: '../secret' } },
          { name: 'grep', arguments: { pattern: 'c.ke', limit: null } },
          { name: 'read_file', arguments: { path: 'todo.md', ofset: 2, limit: 0 } },
        ],
      },
      'Done.',
    ]);
    expect(told[1]).toMatch(/tea\\\\ncake.*leads out of it.*cake.*\/ofset: is unknown.*\/limit: must be 1/);
    expect(result.toolCalls.map(({ isError }) => isError)).toEqual([false, true, false, true]);
  });

  test('F-85 a change asks a person, who sees the diff', async () => {
    const { folder, tools } = openFolder({ write: true });
    const seen: unknown[] = [];
    const agree = (data: unknown): unknown => {
      seen.push(data);
      return { approved: true };
    };
    await ask(
      tools,
      [
        uses('edit_file', { path: 'todo.md', old_text: 'tea', new_text: 'coffee' }),
        uses('write_file', { path: 'new/a.md', content: 'a\n' }),
        'Done.',
      ],
      { 'approve:perdure.workspace.edit_file': agree, 'approve:perdure.workspace.write_file': agree },
    );
    expect(seen).toMatchObject([
      {
        task: 'perdure.workspace.edit_file',
        target: `${folder}: todo.md`,
        arguments: [{ path: 'todo.md', diff: '--- todo.md\n+++ todo.md\n@@ -1,2 +1,2 @@\n-tea\n+coffee\n cake' }],
      },
      { arguments: [{ path: 'new/a.md', before: null, diff: '--- /dev/null\n+++ new/a.md\n@@ -0,0 +1,1 @@\n+a' }] },
    ]);
    expect(readFileSync(join(folder, 'todo.md'), 'utf8')).toBe('coffee\ncake\n');
    expect(readFileSync(join(folder, 'new/a.md'), 'utf8')).toBe('a\n');
  });

  test('F-85 what a person refuses is not done, and the model is told why', async () => {
    const { folder, tools } = openFolder({ write: true });
    const no = { approved: false, by: 'Ada', reason: 'I like tea' };
    const { told } = await ask(
      tools,
      [uses('edit_file', { path: 'todo.md', old_text: 'tea', new_text: 'x' }), 'Pity.'],
      {
        'approve:perdure.workspace.edit_file': no,
      },
    );
    expect(told[1]).toContain('was not approved by Ada: I like tea');
    expect(readFileSync(join(folder, 'todo.md'), 'utf8')).toBe('tea\ncake\n');
  });

  test('F-85 nobody is asked about what cannot be done anyway', async () => {
    const { tools } = openFolder({ write: true, shell: ['git'] });
    const { told } = await ask(tools, [
      uses('edit_file', { path: 'todo.md', old_text: 'milk', new_text: 'x' }),
      uses('write_file', { path: '../todo.md', content: 'x' }),
      uses('run_command', { command: ['rm', '-rf', '.'] }),
      'Pity.',
    ]);
    expect(told[1]).toContain('is not in');
    expect(told[2]).toContain('leads out of it');
    expect(told[3]).toContain("program 'rm' is not allowed. Allowed are: git");
  });

  test('F-85 a command that was agreed to runs; its exit code is a result', async () => {
    const { tools } = openFolder({ shell: [process.execPath] });
    const seen: unknown[] = [];
    const agree = (data: unknown): unknown => {
      seen.push(data);
      return { approved: true };
    };
    const command = ['node', '-e', 'process.exitCode = 7'];
    const { told, result } = await ask(tools, [uses('run_command', { command }), 'Done.'], {
      'approve:perdure.workspace.run_command': agree,
    });
    expect(seen).toMatchObject([
      { arguments: [{ command }], target: expect.stringContaining('node -e "process') as string },
    ]);
    expect(told[1]).toContain('exitCode\\":7');
    expect(result.toolCalls[0]?.isError).toBe(false);
  });

  test('without approvals nobody is asked', async () => {
    const { folder, tools } = openFolder({ write: true, approvals: false });
    await ask(tools, [uses('edit_file', { path: 'todo.md', old_text: 'tea', new_text: 'coffee' }), 'Done.']);
    expect(readFileSync(join(folder, 'todo.md'), 'utf8')).toContain('coffee');
  });

  test('an "always" covers the rest of the run', async () => {
    const { folder, tools } = openFolder({ write: true });
    const always = { approved: true, remember: 'always' };
    const write = (content: string): ScriptedReply => uses('write_file', { path: 'todo.md', content });
    // A second question would have another name, to which there is no answer.
    await ask(tools, [write('1'), write('2'), 'Done.'], { 'approve:perdure.workspace.write_file': always });
    expect(readFileSync(join(folder, 'todo.md'), 'utf8')).toBe('2');
  });

  const refusal = (make: () => unknown): unknown => {
    try {
      return make();
    } catch (error) {
      return error;
    }
  };

  test('wrong options are refused, all at once', () => {
    const wrong = { wirte: true, write: 1, approvals: 'no', shell: ['git', './tool', '', 'a/b', '..'], queue: '' };
    const error = refusal(() => workspaceTools(' ', wrong as never));
    expect(error).toMatchObject({ code: 'Workspace.InvalidOptions' });
    for (const word of ['folder', 'wirte', 'write', 'approvals', 'shell', 'queue'])
      expect((error as PerdureError).message).toContain(word);
    for (const program of ['./tool', 'a/b', '..', '.', '', 'C:tool\\x', 7])
      expect(refusal(() => workspaceTools('./x', { shell: [program] as string[] }))).toBeInstanceOf(Error);
  });

  test('a run cannot declare a folder', async () => {
    const error = await directly(async () => workspaceTools('/etc')).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'Workspace.DefinedInWorkflow' });
  });
});
