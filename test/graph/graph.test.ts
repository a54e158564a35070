import { afterEach, describe, expect, test } from 'vitest';
import { findDefinition, listDefinitions } from '../../src/definition/register.js';
import { installRuntime, runtime } from '../../src/runtime.js';
import { Graph } from '../../src/graph/graph.js';
import { workflow } from '../../src/workflow/workflow.js';

const pass = (value: unknown): unknown => value;
const small = (name: string) => new Graph<unknown>(name).addNode('a', pass).startWith('a').endWith('a');

describe('a graph is finished with its first run', () => {
  test.each([
    ["addNode('b')", (graph: ReturnType<typeof small>) => graph.addNode('b', pass)],
    ["addEdge('a', 'a')", (graph: ReturnType<typeof small>) => graph.addEdge('a', 'a')],
    ["startWith('a')", (graph: ReturnType<typeof small>) => graph.startWith('a')],
    ["endWith('a')", (graph: ReturnType<typeof small>) => graph.endWith('a')],
  ])('%s is refused', async (call, change) => {
    const graph = small('finished');
    await graph.run(1);
    expect(() => change(graph)).toThrow(
      expect.objectContaining({
        code: 'Graph.Invalid',
        message: `graph 'finished' has run and cannot be changed any more, but got ${call}. Declare all of it before the first run, or make another graph.`,
      }),
    );
    expect(await graph.run(2)).toBe(2);
  });

  test('a refused run does not count: the graph can be mended', async () => {
    const graph = new Graph<unknown>('mended').addNode('a', pass).startWith('a');
    await expect(graph.run(1)).rejects.toMatchObject({ code: 'Graph.Invalid' });
    expect(await graph.endWith('a').run(1)).toBe(1);
  });
});

describe('names', () => {
  const started = Symbol.for('perdure.started');
  const installed = Symbol.for('perdure.runtime');
  const world = globalThis as Record<symbol, unknown>;
  afterEach(() => {
    delete world[started];
    delete world[installed];
  });

  test('a graph made while files are loaded is registered under its name', () => {
    const graph = new Graph('registered');
    expect(findDefinition('graph', 'registered')).toBe(graph);
  });

  test('a second one of that name names both places', () => {
    new Graph('twice');
    expect(() => new Graph('twice')).toThrow(
      expect.objectContaining({ code: 'Definition.Duplicate', message: expect.stringContaining('graph.test.ts:') }),
    );
  });

  test.each(['', 'two words', 'perdure.x', undefined as never])('the graph name %j is refused', (name) => {
    expect(() => new Graph(name)).toThrow(expect.objectContaining({ code: 'Definition.InvalidName' }));
  });

  test('inside a direct run names may repeat, and nothing is registered', async () => {
    const inside = workflow('makes_graphs', async (input: string) => {
      const first = new Graph<string>('made_inside')
        .addNode('a', (text: string) => text + 1)
        .startWith('a')
        .endWith('a');
      const second = new Graph<string>('made_inside')
        .addNode('a', (text: string) => text + 2)
        .startWith('a')
        .endWith('a');
      return [await first.run(input), await second.run(input)];
    });
    expect(await inside('x')).toEqual(['x1', 'x2']);
    expect(await inside('y')).toEqual(['y1', 'y2']);
    expect(listDefinitions('graph').has('made_inside')).toBe(false);
  });

  test('inside a started sandbox too, but not while its files are loaded', () => {
    installRuntime(runtime());
    new Graph('loaded');
    expect(() => new Graph('loaded')).toThrow(expect.objectContaining({ code: 'Definition.Duplicate' }));
    world[started] = true;
    new Graph('loaded');
    new Graph('later');
    expect(listDefinitions('graph').has('later')).toBe(false);
  });
});
