import { describe, expect, test } from 'vitest';
import type { ProblemCode } from '../../worker/bundler/problem.js';
import { stripFixture } from './strip-fixture.js';

/** Line, code and pieces of the message: what it is, where it comes from, what to do. */
type Expected = readonly [line: number, code: ProblemCode, ...parts: readonly string[]];

const viaTask = 'put the call into a task and await the task';

const mistakes: Readonly<Record<string, readonly Expected[]>> = {
  'node-in-workflow': [
    [
      5,
      'Bundle.NodeInWorkflow',
      "readFile from 'node:fs/promises' (imported at app.js:1)",
      "workflow 'count'",
      viaTask,
    ],
  ],
  'global-in-workflow': [
    [
      4,
      'Bundle.NodeInWorkflow',
      'process.env',
      "workflow 'report'",
      'read it in a task, or pass the value in as workflow input',
    ],
    [5, 'Bundle.NodeInWorkflow', 'fetch is used', viaTask],
    [6, 'Bundle.NodeInWorkflow', 'setInterval is used', 'sleep()'],
    [7, 'Bundle.NodeInWorkflow', 'crypto.randomUUID', 'uuid4()'],
  ],
  'client-in-workflow': [
    [8, 'Bundle.NodeInWorkflow', 'settings.key (made at app.js:5 with process.env)', "workflow 'ask'"],
    [9, 'Bundle.NodeInWorkflow', "client (made at app.js:4 with OpenAI from 'openai')", "workflow 'ask'", viaTask],
  ],
  'node-in-helper': [
    [
      5,
      'Bundle.NodeInWorkflow',
      "existsSync from 'fs' (imported at app.js:1)",
      "workflow 'choose' through choosePath → exists",
      viaTask,
    ],
  ],
  'node-in-graph-node': [
    [4, 'Bundle.NodeInWorkflow', "createHash from 'node:crypto'", "graph 'review' through digest"],
    [8, 'Bundle.NodeInWorkflow', 'Buffer.byteLength', "graph 'review'"],
  ],
  'env-in-options': [
    [5, 'Bundle.NodeInOptions', 'timeout (made with process.env)', "task 'slow'", 'Write the value into the file'],
    [7, 'Bundle.NodeInOptions', 'process.env', "agent 'writer'"],
    [9, 'Bundle.NodeInOptions', 'process.env', "task 'slow'"],
  ],
  'error-class-in-options': [
    [4, 'Bundle.NodeInOptions', "DatabaseError from 'pg'", "task 'save'", 'give its name as a string'],
  ],
  'conditional-definition': [
    [4, 'Bundle.NodeInOptions', 'process.env', "workflow 'feature'"],
    [7, 'Bundle.NodeInOptions', "readdirSync from 'node:fs'", 'agent()'],
  ],
  'task-inside-workflow': [
    [
      4,
      'Bundle.TaskInsideWorkflow',
      "task 'double'",
      "workflow 'count' through makeDouble",
      'Move the task to the top of the file',
    ],
    [8, 'Bundle.TaskInsideWorkflow', "task 'add'", "inside workflow 'count'"],
  ],
  'shared-let': [
    [
      15,
      'Bundle.SharedState',
      "token is set in task 'login' through remember (line 6)",
      "read in workflow 'main'",
      'Return it from the task',
    ],
  ],
  'shared-container': [
    [
      7,
      'Bundle.SharedState',
      "totals is set in workflow 'crawl' (line 12)",
      "read in task 'check'",
      'pass it as an argument',
    ],
    [9, 'Bundle.SharedState', "seen is set in task 'visit' (line 6)", "workflow 'crawl' through hasSeen"],
  ],
  'builtins-in-part': [
    [13, 'Bundle.NodeInWorkflow', "util.inspect from 'util' (imported at app.js:2)", "workflow 'main'"],
  ],
  'top-level-await': [[4, 'Bundle.TopLevelAwait', 'await at the top level', 'Move the call into a task or a workflow']],
  'syntax-error': [[4, 'Bundle.SyntaxError', 'does not parse', 'Correct the syntax there']],
};

describe('a mistake is reported with its place and the way out', () => {
  test.each(Object.entries(mistakes))('%s', (name, expected) => {
    const problems = [...stripFixture(name).problems].sort((a, b) => a.line - b.line);
    expect(problems.map(({ line, code }) => [line, code])).toEqual(expected.map(([line, code]) => [line, code]));
    for (const [index, [, , ...parts]] of expected.entries()) {
      for (const part of parts) expect(problems[index]?.message).toContain(part);
      expect(problems[index]).toMatchObject({ file: 'app.js', column: expect.any(Number) });
    }
  });
});

describe('no mistake', () => {
  test.each(['fine-not-shared', 'fine-guarded', 'one-file', 'only-for-tasks'])('%s', (name) => {
    expect(stripFixture(name).problems).toEqual([]);
  });
});
