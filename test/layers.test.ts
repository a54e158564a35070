import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What each room may import besides itself. One way only: nothing lower in the table is imported by something higher. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  src: ['@standard-schema/spec', 'ms'],
  workflows: ['src', '@temporalio/workflow', '@temporalio/common', '@temporalio/interceptors-opentelemetry'],
  activities: [
    'src',
    'node:',
    '@anthropic-ai/sdk',
    '@modelcontextprotocol/sdk',
    '@temporalio/activity',
    '@temporalio/common',
    'activities/streams',
    'ajv',
    'ajv-formats',
    'eventsource-parser',
    'ipaddr.js',
    'libsql',
    'openai',
    'pg',
    'undici',
    'yaml',
  ],
  // Of its parent only what loads packages; clients need channels too.
  'activities/streams': ['src', 'activities', 'node:', 'eventsource-parser', 'pg'],
  codec: ['src', 'node:', '@temporalio/common', '@aws-sdk/client-s3'],
  telemetry: [
    'src',
    'activities',
    'node:',
    '@temporalio/activity',
    '@temporalio/worker',
    '@temporalio/interceptors-opentelemetry',
    '@opentelemetry/api',
    '@opentelemetry/resources',
    '@opentelemetry/sdk-trace-base',
  ],
  worker: [
    'src',
    'activities',
    'activities/streams',
    'codec',
    'telemetry',
    'node:',
    '@temporalio/worker',
    '@temporalio/envconfig',
    'acorn',
    'acorn-walk',
    'webpack',
  ],
  client: [
    'src',
    'activities/streams',
    'codec',
    'telemetry',
    'node:',
    '@temporalio/client',
    '@temporalio/common',
    '@temporalio/envconfig',
  ],
  'cli/server': ['src', 'node:', 'ms', '@temporalio/client', '@temporalio/envconfig'],
  testing: [
    'src',
    'activities',
    'codec',
    'telemetry',
    'worker',
    'client',
    'cli/server',
    'node:',
    '@temporalio/client',
    '@temporalio/testing',
    '@temporalio/worker',
  ],
  cli: [
    'src',
    'activities',
    'codec',
    'worker',
    'client',
    'cli/server',
    'node:',
    'commander',
    'chokidar',
    'picocolors',
    'ms',
    'tsx',
    'ajv',
    '@modelcontextprotocol/sdk',
    '@temporalio/client',
    '@temporalio/common',
    '@temporalio/proto',
    '@temporalio/envconfig',
    '@temporalio/worker',
  ],
  // What `perdure init` copies is a user's project, not a part of the command line.
  'cli/init-template': ['perdure', 'node:', 'zod', 'vitest'],
  examples: ['perdure', 'node:', 'zod', '@modelcontextprotocol/sdk', '@opentelemetry/sdk-trace-base'],
};

/** Files of the portable code that may import what the rest of it may not. */
const packageFiles: Readonly<Record<string, readonly string[]>> = { ms: ['src/duration.ts'] };

interface Import {
  readonly from: string;
  readonly specifier: string;
  readonly target: string;
}

const rooms = Object.keys(mayImport);

function roomOf(path: string): string {
  const matches = rooms.filter((room) => path === room || path.startsWith(`${room}/`));
  return matches.reduce((longest, room) => (room.length > longest.length ? room : longest), path.split('/')[0] ?? '');
}

function filesOf(room: string): string[] {
  return readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.[mc]?tsx?$/.test(file) && !file.endsWith('.d.ts'))
    .map((file) => join(room, file))
    .filter((file) => roomOf(file) === room);
}

/** Static, type-only and dynamic imports, re-exports and `import('…')` types. */
function importsOf(file: string): Import[] {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.ES2023, true);
  const specifiers: string[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
      specifiers.push((node.moduleSpecifier as ts.StringLiteral).text);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments;
      if (argument && ts.isStringLiteralLike(argument)) specifiers.push(argument.text);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      specifiers.push((node.argument.literal as ts.StringLiteral).text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return specifiers.map((specifier) => ({ from: file, specifier, target: targetOf(file, specifier) }));
}

function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith('.')) return roomOf(relative(root, join(root, dirname(file), specifier)));
  if (specifier.startsWith('node:')) return 'node:';
  const [scope = '', name] = specifier.split('/');
  return scope.startsWith('@') ? `${scope}/${name}` : scope;
}

describe('the rooms keep their walls', () => {
  test.each(rooms)('%s imports only what its row allows', (room) => {
    const files = filesOf(room);
    expect(files.length, `no file found in ${room}`).toBeGreaterThan(0);
    const imports = files.flatMap(importsOf);
    const allowed = mayImport[room] ?? [];
    expect(imports.filter(({ target }) => target !== room && !allowed.includes(target))).toEqual([]);
  });

  test('a package of the portable code is imported only by the files named for it', () => {
    const imports = filesOf('src').flatMap(importsOf);
    const strays = imports.filter(({ target, from }) => packageFiles[target] && !packageFiles[target].includes(from));
    expect(strays).toEqual([]);
  });

  test('nobody switches the lint rule off', () => {
    const lint = JSON.parse(readFileSync(join(root, '.oxlintrc.json'), 'utf8')) as {
      overrides: { files: string[]; rules: Record<string, unknown> }[];
    };
    const portable = lint.overrides.find(({ files }) => files.includes('src/**'));
    expect(portable?.rules['no-restricted-imports']).toBeDefined();
    const disabling = rooms
      .flatMap(filesOf)
      .filter((file) => /(eslint|oxlint)-disable/.test(readFileSync(join(root, file), 'utf8')));
    expect(disabling).toEqual([]);
  });
});
