import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CappedOutput } from '../../../activities/workspace/capped-output.js';
import { createRunCommand } from '../../../activities/workspace/run-command.js';
import { eventually } from '../../flux/open-app.js';
import { codeOf, neverAborted, openWorkspace } from './open-workspace.js';

const node = process.execPath;
const script = (code: string): string[] => [node, '-e', code];
const open = (...programs: string[]) => openWorkspace([node, ...programs]);
const run = createRunCommand();

/** Whether a process still does something; one that has ended and that nobody has asked about yet does not. */
const isRunning = (pid: number): boolean => {
  const status = `/proc/${pid}/stat`;
  try {
    return existsSync(status) ? !/^\d+ \(.*\) Z/.test(readFileSync(status, 'utf8')) : process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('F-85 run_command', () => {
  test('gives what was printed and the exit code, also if that is not 0', async () => {
    const { workspace } = open();
    const command = script('console.log("out"); console.error("err"); process.exitCode = 3');
    expect(await run({ workspace, command }, neverAborted)).toEqual({
      exitCode: 3,
      signal: null,
      timedOut: false,
      stdout: 'out\n',
      stderr: 'err\n',
      truncated: false,
    });
  });

  test('refuses every program that is not in the list, however it is named', async () => {
    const { workspace, root, write } = open('cat');
    write('cat', '#!/bin/sh\necho mine\n');
    chmodSync(join(root, 'cat'), 0o755);
    for (const program of ['rm', './cat', 'work/cat', join(root, 'cat'), '/bin/sh', 'cat;ls', '', ' cat', 'CAT'])
      expect(await codeOf(run({ workspace, command: [program] }, neverAborted)), program).toBe(
        'Workspace.CommandBlocked',
      );
    expect(await run({ workspace, command: ['cat', 'a.txt'] }, neverAborted)).toMatchObject({ exitCode: 0 });
  });

  test('uses no shell: nothing in an argument means more than itself', async () => {
    const { workspace } = open();
    const odd = ['$(id)', '; ls', '`id`', '*', '"', '\n', '> x', '$HOME'];
    const command = [...script('console.log(JSON.stringify(process.argv.slice(1)))'), '--', ...odd];
    const { stdout } = await run({ workspace, command }, neverAborted);
    expect(JSON.parse(stdout)).toEqual(odd);
  });

  test('a program inside the workspace is refused, even if the list leads there', async () => {
    const place = openWorkspace();
    place.write('tool', '#!/bin/sh\necho mine\n');
    chmodSync(join(place.root, 'tool'), 0o755);
    const { workspace } = openWorkspace([join(place.root, 'tool')]);
    expect(await run({ workspace, command: ['tool'] }, neverAborted)).toMatchObject({ stdout: 'mine\n' });
    const { declareWorkspace } = await import('../../../src/agent/workspace/workspace-rights.js');
    declareWorkspace(place.workspace, { write: true, programs: [join(place.root, 'tool')] });
    expect(await codeOf(run({ workspace: place.workspace, command: ['tool'] }, neverAborted))).toBe(
      'Workspace.CommandBlocked',
    );
  });

  test('says so when an allowed program is not installed', async () => {
    const { workspace } = open('no-such-program');
    expect(await codeOf(run({ workspace, command: ['no-such-program'] }, neverAborted))).toBe(
      'Workspace.ProgramNotFound',
    );
  });

  test("passes on none of the worker's variables, and a home that goes away", async () => {
    process.env['WORKSPACE_TEST_TOKEN'] = 'SECRET';
    const { workspace } = open();
    const { stdout } = await run(
      { workspace, command: script('console.log(JSON.stringify(process.env))') },
      neverAborted,
    );
    const env = JSON.parse(stdout) as Record<string, string>;
    expect(Object.keys(env).sort()).toEqual(['HOME', 'LANG', 'PATH', 'TMPDIR']);
    expect(stdout).not.toContain('SECRET');
    expect(existsSync(env['HOME']!)).toBe(false);
  });

  test('runs in a folder of the workspace, and nowhere else', async () => {
    const { workspace, root } = open();
    const command = script('process.stdout.write(process.cwd())');
    expect(await run({ workspace, command, cwd: 'in' }, neverAborted)).toMatchObject({ stdout: join(root, 'folder') });
    for (const cwd of ['..', 'out', '/'])
      expect(await codeOf(run({ workspace, command, cwd }, neverAborted))).toBe('Workspace.PathOutside');
    expect(await codeOf(run({ workspace, command, cwd: 'none' }, neverAborted))).toBe('Workspace.NotFound');
  });

  const withChild = (rest: string): string[] =>
    script(`const { spawn } = require('node:child_process');
      const child = spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)'], { stdio: 'inherit' });
      console.log(child.pid); ${rest}`);

  test('a program that takes too long ends in time, with all it has started, and what it said is kept', async () => {
    const { workspace } = open();
    const stubborn = withChild('process.on("SIGTERM", () => {}); setInterval(() => {}, 1000);');
    const end = await run({ workspace, command: stubborn, timeout: 1 }, neverAborted);
    expect(end).toMatchObject({ exitCode: null, signal: 'SIGKILL', timedOut: true });
    await eventually(async () => isRunning(Number(end.stdout)), false);
  });

  test('what a program leaves running ends with it, and nobody waits for it', async () => {
    const { workspace } = open();
    const end = await run({ workspace, command: withChild('setTimeout(() => process.exit(0), 200);') }, neverAborted);
    expect(end).toMatchObject({ exitCode: 0, timedOut: false });
    await eventually(async () => isRunning(Number(end.stdout)), false);
  });

  test('a call that is cancelled ends its programs', async () => {
    const place = open();
    const { workspace, root } = place;
    const controller = new AbortController();
    const command = withChild(
      'require("node:fs").writeFileSync("pid", String(child.pid)); setInterval(() => {}, 1000);',
    );
    const work = run({ workspace, command }, controller.signal);
    const pid = (): number => (existsSync(join(root, 'pid')) ? Number(readFileSync(join(root, 'pid'), 'utf8')) : 0);
    await eventually(async () => pid() > 0, true);
    controller.abort(new Error('cancelled'));
    await expect(work).rejects.toThrow('cancelled');
    await eventually(async () => isRunning(pid()), false);
    await expect(run({ workspace, command }, controller.signal)).rejects.toThrow('cancelled');
  });

  test('keeps the beginning and the end of much output', async () => {
    const { workspace } = open();
    const command = script('console.log("first"); console.log("x".repeat(5_000_000)); console.log("last")');
    const { stdout, truncated } = await run({ workspace, command }, neverAborted);
    expect(truncated).toBe(true);
    expect(stdout).toMatch(/^first\nx+\n\[\d+ bytes left out\]\nx+\nlast\n$/);
    expect(stdout.length).toBeLessThan(31_000);
  });
});

test('capped output counts what it leaves out, however it comes in', () => {
  const whole = new CappedOutput(4);
  for (const chunk of ['ab', 'cdef', 'gh']) whole.add(Buffer.from(chunk));
  expect([whole.text(), whole.truncated]).toEqual(['abcdefgh', false]);
  const cut = new CappedOutput(4);
  for (const letter of 'abcdefghijklmnop') cut.add(Buffer.from(letter));
  expect([cut.text(), cut.truncated]).toEqual(['abcd\n[8 bytes left out]\nmnop', true]);
});
