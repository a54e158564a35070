import { expect, test } from 'vitest';
import { generationOfRun } from '../../src/contract/engine.js';

/** Temporal's `patched`: a run that begins now takes every patch and is marked; another has the marks it has. */
function run(marks: 'new' | readonly string[]): { patched: (id: string) => boolean; left: string[] } {
  const left: string[] = [];
  const patched = (id: string): boolean => {
    if (marks !== 'new') return marks.includes(id);
    left.push(id);
    return true;
  };
  return { patched, left };
}

test('generation 1 asks for no patch, so it leaves no mark', () => {
  const { patched, left } = run('new');
  expect(generationOfRun(1, patched)).toBe(1);
  expect(left).toEqual([]);
});

test('a run that begins now has the newest generation and a single mark', () => {
  const { patched, left } = run('new');
  expect(generationOfRun(4, patched)).toBe(4);
  expect(left).toEqual(['perdure.generation.4']);
});

test('an open run keeps the generation it began with', () => {
  expect(generationOfRun(4, run(['perdure.generation.3']).patched)).toBe(3);
  expect(generationOfRun(4, run([]).patched)).toBe(1);
});
