import { expect, test } from 'vitest';
import { exitCodeOf } from '../../cli/exit-code.js';
import { PerdureError } from '../../src/errors.js';

test.each([
  ['Task.TimedOut', 1],
  ['Run.NotFound', 1],
  ['Run.NoWorker', 1],
  ['Server.AlreadyRunning', 1],
  ['Usage.InvalidJson', 2],
  ['Bundle.Invalid', 2],
  ['Definition.Duplicate', 2],
  ['App.NotFound', 2],
  ['Workflow.NotFound', 2],
  ['Run.Paused', 3],
  ['Run.Cancelled', 4],
  ['Server.NotReachable', 5],
  ['Server.PortTaken', 5],
] as const)('%s ends a command with %i', (code, exitCode) => {
  expect(exitCodeOf(new PerdureError({ code, message: '' }))).toBe(exitCode);
});

test('any other error ends it with 1', () => {
  expect(exitCodeOf(new Error('x'))).toBe(1);
  expect(exitCodeOf(undefined)).toBe(1);
});
