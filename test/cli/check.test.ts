import { expect, test } from 'vitest';
import { perdure } from './fixtures/perdure-cli.js';
import { createProject } from './fixtures/project.js';

const patience = 180_000;

const good = `
import { Graph, task, workflow } from 'perdure';
const double = task('double', async (value: number) => value * 2);
export const review = new Graph<number>('review').addNode('first', double).addNode('second', double)
  .addEdge('first', 'second').startWith('first').endWith('second');
export const twice = workflow('twice', async (value: number) => double(await double(value)));
`;

test(
  'check lists what a good app defines and exits with 0',
  async () => {
    const cwd = await createProject({ 'src/app.ts': good });
    const { code, stdout } = await perdure(['check'], { cwd });
    expect(stdout).toMatch(/src\/app\.ts\n1 workflow +twice\n1 graph +review\n1 task +double\n\nNo problems\.\n/);
    expect(code).toBe(0);
    const json = JSON.parse((await perdure(['check', '--json'], { cwd })).stdout) as object;
    expect(json).toMatchObject({ problems: [], workflows: [{ name: 'twice' }], graphs: [{ name: 'review' }] });
  },
  patience,
);

test(
  'check names file and reason of an app that does not load, and exits with 2',
  async () => {
    const cwd = await createProject({
      'app.mjs': `import { missing } from './nowhere.mjs';\nexport const x = missing;`,
    });
    const { code, stdout } = await perdure(['check'], { cwd });
    expect(code).toBe(2);
    expect(stdout).toMatch(/App\.LoadFailed\n.*app\.mjs cannot be loaded: .*nowhere\.mjs/);
    expect(stdout).toContain('1 problem.');
  },
  patience,
);

test(
  'check lists every problem of every file',
  async () => {
    const cwd = await createProject({
      'a.mjs': `import { task } from 'perdure';\ntask('bad name', () => 1);`,
      'b.mjs': `import { workflow } from 'perdure';\nworkflow('w', { timeoutt: 5 }, () => 1);`,
    });
    const { code, stdout } = await perdure(['check', '--app', 'a.mjs', '--app', 'b.mjs'], { cwd });
    expect(code).toBe(2);
    expect(stdout).toContain('Definition.InvalidName');
    expect(stdout).toContain("unknown option 'timeoutt'");
  },
  patience,
);

test(
  'check lists the problems of a graph',
  async () => {
    const cwd = await createProject({
      'app.ts': good.replace(".endWith('second')", '').replace(".addEdge('first', 'second')", ''),
    });
    const { code, stdout } = await perdure(['check'], { cwd });
    expect(code).toBe(2);
    expect(stdout).toContain("graph 'review'");
  },
  patience,
);

test(
  'the app of the package.json goes before the usual places',
  async () => {
    const cwd = await createProject({
      'package.json': JSON.stringify({ type: 'module', perdure: { app: ['./lib/mine.mjs'] } }),
      'lib/mine.mjs': `import { workflow } from 'perdure';\nexport const mine = workflow('mine', () => 1);`,
      'app.mjs': `import { workflow } from 'perdure';\nexport const other = workflow('other', () => 1);`,
    });
    const { stdout } = await perdure(['check', '--json'], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({ workflows: [{ name: 'mine' }] });
  },
  patience,
);

test(
  'graph draws a graph as text, as Mermaid and as JSON',
  async () => {
    const cwd = await createProject({ 'src/app.ts': good });
    expect((await perdure(['graph', 'review'], { cwd })).stdout).toMatch(/first[\s\S]*second/);
    expect((await perdure(['graph', 'review', '--mermaid'], { cwd })).stdout).toMatch(/(graph|flowchart) /);
    expect(JSON.parse((await perdure(['graph', 'review', '--json'], { cwd })).stdout)).toMatchObject({
      name: 'review',
    });
  },
  patience,
);

test(
  'graph of an unknown name exits with 2 and lists the known ones',
  async () => {
    const cwd = await createProject({ 'src/app.ts': good });
    const { code, stderr } = await perdure(['graph', 'revue'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/Graph\.NotFound: .*'revue'.*review/);
  },
  patience,
);
