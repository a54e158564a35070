import type { Program } from 'acorn';
import { editSource, type Edit } from './edit-source.js';
import { findDefinitions, type DefinitionCall } from './find-definitions.js';
import { findLive } from './find-live.js';
import { findProblems, type Findings } from './find-problems.js';
import { findTaint } from './find-taint.js';
import { isWithin } from './module-model.js';
import type { ModuleModel, Reference } from './module-model.js';
import { isNodeOnlyModule, packageOf } from './node-only.js';
import { parseModule } from './parse-module.js';
import type { Problem } from './problem.js';
import { readModule } from './read-module.js';
import { rewriteImports } from './rewrite-imports.js';
import { rewritePieces } from './rewrite-pieces.js';
import { createLocate, type Position } from './source-position.js';
import { stubImport, stubSource, toOrigin } from './stub-source.js';

export interface StripOptions {
  /** How messages call the file. */
  readonly file: string;
  /** Follows the source map of earlier loaders back to what the user wrote. */
  readonly toOriginal?: (position: Position) => Position;
  /** Whether importing a module may define something. Default: paths, not packages. */
  readonly isUserModule?: (specifier: string) => boolean;
  /** Packages of this app that live in Node only, on top of the known ones. */
  readonly nodeOnly?: readonly string[];
}

export interface Stripped {
  /** Line for line the given code, less what the sandbox cannot have. */
  readonly code: string;
  readonly problems: readonly Problem[];
  /** npm packages the sandbox's copy still imports. */
  readonly remainingPackages: readonly string[];
}

/** Makes the sandbox's copy of a user's file: task bodies, Node-only imports and what only they need are gone. */
export function stripForSandbox(code: string, options: StripOptions): Stripped {
  const { file, toOriginal, isUserModule = isPath, nodeOnly = [] } = options;
  const locate = createLocate(code, file, toOriginal);
  let program: Program;
  try {
    program = parseModule(code, file);
  } catch (error) {
    const { message, pos = 0 } = error as SyntaxError & { pos?: number };
    const text = `The file does not parse: ${message.replace(/ \(\d+:\d+\)$/, '')}. Correct the syntax there.`;
    const { file: at, line, column } = locate(pos);
    return {
      code,
      problems: [{ code: 'Bundle.SyntaxError', file: at, line, column, message: text }],
      remainingPackages: [],
    };
  }

  const model = readModule(program, code);
  const definitions = findDefinitions(model);
  const removed = findRemoved(definitions);
  const taint = findTaint(model, removed, new Set(definitions.map(({ piece }) => piece)), nodeOnly);
  const live = findLive(model, definitions, taint, removed);
  const findings: Findings = { model, definitions, removed, taint, live, locate };

  const imports = rewriteImports(findings, { nodeOnly, isUserModule });
  const edits = [...rewritePieces(findings), ...imports.edits];
  const stubs = [...imports.stubs, ...lostVariables(findings)];
  const needsStubs = stubs.length > 0 || edits.some(({ text }) => text.includes('__perdure'));
  const prologue: readonly Edit[] = needsStubs
    ? [insertFirst(model, `${stubImport(model.isCommonJs)}${stubs.join('')}`)]
    : [];
  return {
    code: editSource(code, [...prologue, ...edits]),
    problems: findProblems(findings),
    remainingPackages: packagesIn([...imports.kept, ...requiredModules(findings)], nodeOnly),
  };
}

function isPath(specifier: string): boolean {
  return /^[./#]/.test(specifier);
}

/** References inside bodies that are cut out. */
function findRemoved(definitions: readonly DefinitionCall[]): ReadonlySet<Reference> {
  const inBodies = definitions.flatMap(({ nodeBody, piece }) =>
    nodeBody ? piece.references.filter(({ node }) => isWithin(node, nodeBody)) : [],
  );
  return new Set(inBodies);
}

/** Names whose declaration went with a dropped statement (`if (process.env.A) { var b = 1 }`) but which are still read. */
function lostVariables({ model, taint, live, locate }: Findings): readonly string[] {
  const lost = model.pieces.filter((piece) => taint.statements.has(piece)).flatMap(({ bindings }) => bindings);
  return lost.flatMap((binding) => {
    const cause = taint.valueCauseOf(binding);
    return cause && live.isReferenced(binding) ? [`var ${binding.name}=${stubSource(toOrigin(cause, locate))};`] : [];
  });
}

/** After `#!` and `'use strict'`, which must stay in front. */
function insertFirst({ program, code }: ModuleModel, text: string): Edit {
  const directive = program.body.findLast(
    (statement) => statement.type === 'ExpressionStatement' && statement.directive,
  );
  const hashbang = /^#!.*\r?\n?/.exec(code)?.[0].length ?? 0;
  const start = directive ? directive.end : hashbang;
  return { start, end: start, text: directive ? `;${text}` : text };
}

function requiredModules({ live }: Findings): readonly string[] {
  return [...live.references].flatMap(({ special, binding }) => {
    const isModule = !binding && (special?.kind === 'require' || special?.kind === 'import-call');
    return isModule && special.from !== undefined ? [special.from] : [];
  });
}

function packagesIn(specifiers: readonly string[], nodeOnly: readonly string[]): readonly string[] {
  const names = specifiers
    .filter((specifier) => !isNodeOnlyModule(specifier, nodeOnly))
    .map(packageOf)
    .filter((name) => name !== undefined && name !== 'perdure' && !name.startsWith('@temporalio/'));
  return [...new Set(names as string[])].sort();
}
