import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** Instantiations for the graph below, about one and a half times the 67,000 of the day this was written. */
const ceiling = 100_000;

const graphFile = fileURLToPath(new URL('../../src/graph/graph.ts', import.meta.url));
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'perdure-types-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Layers of four nodes: 40 nodes; each follows one of the layer before, every second one another too, 60 edges in all. */
function bigGraph(): string {
  const nodes = Array.from({ length: 40 }, (_, index) => index);
  const edges = nodes
    .slice(4)
    .flatMap((index) => [
      [index - 4, index],
      ...(index % 3 !== 0 ? [[index - 4 - (index % 4) + ((index + 1) % 4), index]] : []),
    ]);
  return [
    `import { Graph } from ${JSON.stringify(graphFile.replace(/\.ts$/, '.js'))};`,
    "export const graph = new Graph<{ id: string }>('big')",
    ...nodes.map((index) => {
      const input =
        index < 4
          ? 'input: { id: string }'
          : index % 3 === 0
            ? 'a: { id: string }'
            : 'a: { id: string }, b: { id: string }';
      return `  .addNode('node_${index}', async (${input}) => ({ id: '', of${index}: ${index} }))`;
    }),
    ...edges.map(([from, to], index) =>
      index % 5 === 0
        ? `  .addEdge('node_${from}', 'node_${to}', { when: (output) => output.of${from} > 0 })`
        : `  .addEdge('node_${from}', 'node_${to}')`,
    ),
    ...[0, 1, 2, 3].map((index) => `  .startWith('node_${index}')`),
    ...[36, 37, 38, 39].map((index) => `  .endWith('node_${index}')`),
    ';',
    "export const result = graph.run({ id: '' });",
    '// @ts-expect-error the check is not lost in a big graph',
    "graph.addEdge('node_1', 'node_40');",
  ].join('\n');
}

function instantiations(text: string): number {
  const project = join(folder, 'tsconfig.json');
  const compilerOptions = {
    noEmit: true,
    strict: true,
    target: 'es2023',
    lib: ['es2023'],
    module: 'nodenext',
    types: [],
  };
  writeFileSync(join(folder, 'big.ts'), text);
  writeFileSync(project, JSON.stringify({ compilerOptions, files: ['big.ts'] }));
  const ran = spawnSync(process.execPath, [compiler, '--extendedDiagnostics', '-p', project], { encoding: 'utf8' });
  expect(ran.stdout.match(/^.*error TS.*$/gm) ?? []).toEqual([]);
  return Number(/^Instantiations:\s+(\d+)/m.exec(ran.stdout)?.[1]);
}

test('a graph of 40 nodes and 60 edges is cheap to check', { timeout: 180_000 }, () => {
  const text = bigGraph();
  expect(text.match(/\.addNode\(/g)).toHaveLength(40);
  expect(text.match(/^ {2}\.addEdge\(/gm)).toHaveLength(60);
  const cost = instantiations(text);
  expect(cost).toBeGreaterThan(10_000);
  expect(cost).toBeLessThan(ceiling);
});
