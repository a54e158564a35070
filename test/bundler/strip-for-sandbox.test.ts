import { parse } from 'acorn';
import { describe, expect, test } from 'vitest';
import { stripForSandbox } from '../../worker/bundler/strip-for-sandbox.js';
import { stripFixture } from './strip-fixture.js';

interface Case {
  readonly title: string;
  readonly keeps: readonly string[];
  readonly drops: readonly string[];
  readonly packages?: readonly string[];
}

const stub = (name: string, from: string): string => `__perdureStub({"name":"${name}","from":"${from}"`;

const cases: Readonly<Record<string, Case>> = {
  'one-file': {
    title: 'one file with tasks, clients and workflows keeps the workflows only',
    keeps: ["import './instrument.js'", "task('read', { timeout: '30s' }, ()=>{}", 'async (path) => await read(path)'],
    drops: ['node:fs', 'openai', 'dotenv', 'client', 'process', '__perdure'],
  },
  definers: {
    title: 'finds task and executor under any name',
    keeps: ['KEPT_H', 'KEPT_I', 'KEPT_J', "step('g', ()=>{})"],
    drops: ['BODY_A', 'BODY_B', 'BODY_C', 'BODY_D', 'BODY_E', 'BODY_F', 'BODY_G'],
  },
  commonjs: {
    title: 'CommonJS',
    keeps: [
      "'use strict';;const{createStub:",
      `const path = ${stub('path', 'node:path')}`,
      "require('./tasks.cjs')",
      "require('./instrument.cjs')",
      'module.exports.root = __perdureStub({"name":"module.exports.root"',
      'exports.base = (name) => path.basename(name)',
    ],
    drops: ['readFileSync', 'dotenv', 'path.resolve'],
    packages: ['lodash'],
  },
  'compiled-to-commonjs': {
    title: 'CommonJS written by a compiler',
    keeps: ["(0, perdure_1.task)('read', { timeout: '30s' }, ()=>{}", "(0, perdure_1.workflow)('count', async (path)"],
    drops: ['openai_1', 'promises_1', 'client'],
  },
  exports: {
    title: 'exports by list, re-exports and default',
    keeps: [
      'export { inner as renamed, client, readFile };',
      `const client = ${stub('client', "os from 'os'")}`,
      `const readFile=${stub('readFile', 'node:fs/promises')}`,
      stub('join', 'node:path'),
      ' as combine',
      ' as path}',
      ' as zlib}',
      ' as parse',
      "export * from './tasks.js';",
      "export * from 'lodash';",
      "export { one } from './one.js';",
      "return write('x', text)",
      `const write=${stub('writeFile', 'node:fs/promises')}`,
      "export default workflow('main'",
    ],
    drops: ["from 'node:path'", "from 'node:zlib'", "from 'querystring'"],
    packages: ['lodash'],
  },
  'export-default-tainted': {
    title: 'a default export that cannot be made',
    keeps: [`export default ${stub('the default export', "Pool from 'pg'")}`],
    drops: ["from 'pg';"],
  },
  declarations: {
    title: 'several declarators, patterns and literals lose only what needs Node',
    keeps: [
      'const first = 1,',
      ' third = first + 2',
      `export const { a, b: { c } } = ${stub('', "totalmem from 'node:os'")}`,
      `export const [x, , y] = [${stub('x', "hostname from 'node:os'")}`,
      `let level = ${stub('level', 'process.env')}`,
      'later;',
      'let untouched = 1;',
      `{ key: ${stub('config.key', 'process.env')}`,
      `url: ${stub('config.nested.url', 'process.env')}`,
      'size: 3 }',
      "name: 'x' });",
      `const spread = ${stub('spread', 'process.env')}`,
    ],
    drops: ['host ', 'load =', 'many', 'rest }', 'old', 'if ('],
  },
  classes: {
    title: 'classes keep their shape, with stubs for what they are made of',
    keeps: [
      'export class Client extends OpenAI {',
      `const OpenAI=${stub('OpenAI', 'openai')}`,
      'static shared = new Client(__perdureStub({"name":"process"',
      'field = __perdureStub({"name":"process"',
      'return __perdureStub({"name":"fetch","file":"app.js","line":13',
      'return n + Plain.count;',
    ],
    drops: ['const instance'],
  },
  statements: {
    title: 'top-level statements stay unless they need Node',
    keeps: [
      "workflow('unexported'",
      "workflow('unread'",
      'setWorkflowOptions({',
      'String.prototype.shout',
      `main.color = ${stub('main.color', 'process.env')}`,
      "console.log('kept')",
    ],
    drops: ['createServer', 'listen', 'listening', 'chdir', 'argv', 'await', '3000', 'task'],
  },
  'only-for-tasks': {
    title: 'what only task bodies used is gone, definitions are not',
    keeps: [
      "import './parse.js';",
      "import './other.js';",
      "import { format } from 'date-fns';",
      "import fallback from '@acme/tasks';",
      "const defined = define('defined');",
      'return makeWorkflow(name);',
    ],
    drops: ['cheerio', 'lodash', 'sleep', 'parser', 'toText', 'helper', 'await load'],
    packages: ['@acme/tasks', 'date-fns'],
  },
  'dynamic-imports': {
    title: 'import() of what cannot load explains itself',
    keeps: [
      'await __perdureImport({"name":"import()","from":"node:fs"',
      "await import('./own.js')",
      'await __perdureImport({"name":"import() of a computed name"',
      'await __perdureImport({"name":"import()","from":"openai"',
    ],
    drops: ['zlib', 'pg'],
  },
  globals: {
    title: 'globals of Node, in every position',
    keeps: [
      'fetch:__perdureStub({"name":"fetch"',
      'Buffer:__perdureStub(',
      'new (__perdureStub({"name":"Headers"',
      'new (__perdureStub({"name":"Request"',
      '__perdureStub({"name":"process","file":"app.js","line":7',
      'globalThis.process?.env',
      '"import.meta.dirname"',
      '"__dirname"',
      'typeof Blob',
      stub('require()', 'fs'),
      "new URL('http://localhost')",
      'new TextEncoder()',
      'Math.random()',
    ],
    drops: ['globalThis.process.exit', "require('fs')", 'structuredClone({})'],
  },
  'fine-guarded': {
    title: 'code that asks before it uses Node is left alone',
    keeps: [
      "typeof process === 'undefined' ? 'info' : process.env.LEVEL",
      'const local = { process, fetch, crypto };',
      'globalThis.Buffer',
    ],
    drops: ['performance.now()'],
  },
  hoisting: {
    title: 'functions and imports that come after their use',
    keeps: [
      `export const early = ${stub('early', "readFileSync from 'node:fs'")}`,
      'export const made = describe();',
      'return plain(later);',
    ],
    drops: ['function compute', 'function deeper', 'import { readFileSync }'],
  },
  'swc-output': {
    title: 'enums, decorators and class fields as swc writes them',
    keeps: [
      'export var Color = /*#__PURE__*/ function(Color) {',
      '(Level || (Level = {}));',
      'function _ts_decorate(',
      '_define_property(Service, "region", __perdureStub(',
      '_define_property(Service, "size", 3);',
      '], Service.prototype, "run", null);',
    ],
    drops: ['process.env.REGION'],
  },
  'no-semicolons': {
    title: 'files without semicolons do not join statements',
    keeps: ['\n;\n [1, 2].forEach(', '\n;\n (() => console.log(b))()', 'const value = a\n  __perdureStub('],
    drops: ['readFileSync', 'lines'],
  },
  'windows-lines': {
    title: 'hashbang and Windows line ends stay',
    keeps: ['#!/usr/bin/env node\r\nimport{createStub', 'export const use = () => readFile('],
    drops: ['${await'],
  },
};

describe('the sandbox copy of a file', () => {
  test.each(Object.entries(cases).map(([name, each]) => ({ name, ...each })))(
    '$title',
    ({ name, keeps, drops, packages }) => {
      const { code, remainingPackages } = stripFixture(name);
      const compact = code.replace(/[ \t]+(?=\n|$)/g, '');
      for (const part of keeps) expect(compact).toContain(part);
      for (const part of drops) expect(withoutStubs(compact)).not.toContain(part);
      expect(remainingPackages).toEqual(packages ?? []);
    },
  );

  test('a file without perdure or Node is returned as it came', () => {
    const code = "export const twice = (n) => n * 2;\nexport { a } from './a.js';\n";
    expect(stripForSandbox(code, { file: 'a.js' })).toEqual({ code, problems: [], remainingPackages: [] });
  });

  test('packages can be declared Node-only, and workspace packages user files', () => {
    const code =
      "import { a } from '@acme/tasks';\nimport sharp from 'my-sharp';\nexport const use = () => sharp(1);\n";
    const stripped = stripForSandbox(code, {
      file: 'a.js',
      nodeOnly: ['my-sharp'],
      isUserModule: (specifier) => specifier.startsWith('@acme/'),
    });
    expect(stripped.code).toContain('const sharp=__perdureStub({"name":"sharp","from":"my-sharp"');
    expect(stripped.code).toContain("import '@acme/tasks'");
  });

  test('a thousand lines take less than 20 ms, or on a busy machine a few times their parsing', () => {
    const part = stripInput();
    const body = Array.from({ length: 50 }, (_, index) => part.replaceAll('NAME', `name${index}`)).join('');
    const code = `import { readFile } from 'node:fs/promises';\nimport { task, workflow } from 'perdure';\n${body}`;
    expect(code.split('\n').length).toBeGreaterThan(1000);
    // Taken in turns, so that whatever else the machine does hits both.
    const rounds = Array.from({ length: 30 }, () => ({
      parsing: duration(() => parse(code, { ecmaVersion: 'latest', sourceType: 'module' })),
      stripping: duration(() => stripForSandbox(code, { file: 'a.js' })),
    }));
    const parsing = Math.min(...rounds.map((round) => round.parsing));
    const stripping = Math.min(...rounds.map((round) => round.stripping));
    expect(stripping).toBeLessThan(Math.max(20, 10 * parsing));
  });
});

function duration(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Stub calls name what they stand for; that is not what is meant by "still there". */
function withoutStubs(code: string): string {
  return code.replace(/__perdure(Stub|Import)\(\{.*?\}\)/g, '');
}

function stripInput(): string {
  return `
const NAMEcache = new Map();
const NAMEconfig = { key: process.env.KEY, size: 3 };
function NAMEhelper(value) {
  const list = [1, 2, 3].map((n) => n + value);
  if (list.length > 2) {
    for (const item of list) NAMEcache.set(item, { item, deep: { list } });
  }
  return list.filter(Boolean).join(',');
}
export const NAMEread = task('NAMEread', { timeout: '30s' }, async (path) => {
  const text = await readFile(path, 'utf8');
  return { text: NAMEhelper(text), size: NAMEconfig.key };
});
export const NAMEflow = workflow('NAMEflow', async (path) => {
  const { text } = await NAMEread(path);
  try {
    return await NAMEread(text + NAMEconfig.size);
  } catch (error) {
    return String(error);
  }
});
`;
}
