import { createRequire } from 'node:module';
import type { ExportAllDeclaration, ExportNamedDeclaration, ImportDeclaration } from 'acorn';
import { definitionModules } from './definers.js';
import type { Edit } from './edit-source.js';
import type { Findings } from './find-problems.js';
import type { Binding, ModuleModel, Piece } from './module-model.js';
import { isNodeBuiltin, isNodeOnlyModule } from './node-only.js';
import { stubSource, toOrigin } from './stub-source.js';

export interface ImportRewrite {
  readonly edits: readonly Edit[];
  /** Constants that stand for imported names, to be put in front of everything. */
  readonly stubs: readonly string[];
  /** Modules the stripped file still imports. */
  readonly kept: readonly string[];
}

export interface ImportRules {
  readonly nodeOnly: readonly string[];
  /** Whether a module may hold definitions, so that importing it matters even when no name of it is used. */
  readonly isUserModule: (specifier: string) => boolean;
}

/** Takes out what the kept code does not use, and lets stubs stand for what it uses but cannot have. */
export function rewriteImports(findings: Findings, rules: ImportRules): ImportRewrite {
  const rewrites = findings.model.pieces.map((piece): ImportRewrite => {
    const { statement } = piece;
    if (statement.type === 'ImportDeclaration') return rewriteImport(findings, rules, piece, statement);
    if (statement.type === 'ExportAllDeclaration') return rewriteExportAll(findings, rules, statement);
    if (piece.kind === 're-export' && statement.type === 'ExportNamedDeclaration')
      return rewriteReExport(findings, rules, statement);
    return { edits: [], stubs: [], kept: [] };
  });
  return {
    edits: rewrites.flatMap(({ edits }) => edits),
    stubs: rewrites.flatMap(({ stubs }) => stubs),
    kept: rewrites.flatMap(({ kept }) => kept),
  };
}

function rewriteImport(
  { live, taint, locate, model }: Findings,
  rules: ImportRules,
  piece: Piece,
  statement: ImportDeclaration,
): ImportRewrite {
  const from = String(statement.source.value);
  const used = piece.bindings.filter((binding) => live.isReferenced(binding));
  const { start, end } = statement;
  if (isNodeOnlyModule(from, rules.nodeOnly)) {
    const stubs = used.map((binding) => {
      const cause = taint.causeOf(firstRead(binding))!;
      return `const ${binding.name}=${stubSource(toOrigin(cause, locate))};`;
    });
    return { edits: [{ start, end, text: ';' }], stubs, kept: [] };
  }
  const untouched: ImportRewrite = { edits: [], stubs: [], kept: [from] };
  if (used.length === piece.bindings.length) return untouched;
  const source = model.code.slice(statement.source.start, end);
  if (used.length > 0)
    return { ...untouched, edits: [{ start, end, text: `import ${importClause(statement, used)} from ${source}` }] };
  if (rules.isUserModule(from) && !definitionModules.includes(from))
    return { ...untouched, edits: [{ start, end, text: `import ${source}` }] };
  return { edits: [{ start, end, text: ';' }], stubs: [], kept: [] };
}

function firstRead({ references }: Binding): Binding['references'][number] {
  return (
    references.find(({ isRead, isTypeof }) => isRead && !isTypeof) ?? {
      ...references[0]!,
      isRead: true,
      isTypeof: false,
    }
  );
}

function importClause({ specifiers }: ImportDeclaration, used: readonly Binding[]): string {
  const isUsed = (local: string): boolean => used.some(({ name }) => name === local);
  const kept = specifiers.filter(({ local }) => isUsed(local.name));
  const named = kept
    .filter((specifier) => specifier.type === 'ImportSpecifier')
    .map(({ imported, local }) => {
      const name = imported.type === 'Identifier' ? imported.name : JSON.stringify(imported.value);
      return name === local.name ? name : `${name} as ${local.name}`;
    });
  const whole = kept.flatMap(({ type, local }) =>
    type === 'ImportDefaultSpecifier'
      ? [local.name]
      : type === 'ImportNamespaceSpecifier'
        ? [`* as ${local.name}`]
        : [],
  );
  return [...whole, ...(named.length > 0 ? [`{ ${named.join(', ')} }`] : [])].join(', ');
}

/** `export { readFile } from 'node:fs'` */
function rewriteReExport(
  { locate, model }: Findings,
  rules: ImportRules,
  statement: ExportNamedDeclaration,
): ImportRewrite {
  const from = String(statement.source!.value);
  if (!isNodeOnlyModule(from, rules.nodeOnly)) return { edits: [], stubs: [], kept: [from] };
  const names = statement.specifiers.map(({ local, exported }) => ({
    name: local.type === 'Identifier' ? local.name : String(local.value),
    as: model.code.slice(exported.start, exported.end),
  }));
  return exportStubs(statement, from, names, locate);
}

/** `export * as fs from 'node:fs'`, and `export * from` a builtin, whose names are known here. */
function rewriteExportAll(
  { locate, model }: Findings,
  rules: ImportRules,
  statement: ExportAllDeclaration,
): ImportRewrite {
  const from = String(statement.source.value);
  const isStubbed = isNodeOnlyModule(from, rules.nodeOnly) && (statement.exported || isNodeBuiltin(from));
  if (!isStubbed) return { edits: [], stubs: [], kept: [from] };
  if (statement.exported) {
    const as = model.code.slice(statement.exported.start, statement.exported.end);
    return exportStubs(statement, from, [{ name: as, as }], locate);
  }
  const taken = ownExports(model);
  const names = namesOfBuiltin(from).filter((name) => !taken.has(name));
  return exportStubs(
    statement,
    from,
    names.map((name) => ({ name, as: name })),
    locate,
  );
}

type ExportedName = Readonly<{ name: string; as: string }>;

function exportStubs(
  at: ExportNamedDeclaration | ExportAllDeclaration,
  from: string,
  names: readonly ExportedName[],
  locate: Findings['locate'],
): ImportRewrite {
  const local = (index: number): string => `__perdure_${at.start}_${index}`;
  const stubs = names.map(
    ({ name }, index) => `const ${local(index)}=${stubSource(toOrigin({ kind: 'import', name, from, at }, locate))};`,
  );
  const list = names.map(({ as }, index) => `${local(index)} as ${as}`).join(',');
  return { edits: [{ start: at.start, end: at.end, text: `export{${list}};` }], stubs, kept: [] };
}

/** Names a builtin exports, as far as an `export *` passes them on. */
export function namesOfBuiltin(specifier: string): readonly string[] {
  try {
    const names = Object.keys(createRequire(import.meta.url)(specifier) as object);
    return names.filter((name) => /^[A-Za-z$][\w$]*$/.test(name) && name !== 'default');
  } catch {
    return [];
  }
}

function ownExports({ program }: ModuleModel): ReadonlySet<string> {
  const names = program.body.flatMap((statement) => {
    if (statement.type !== 'ExportNamedDeclaration') return [];
    const listed = statement.specifiers.map(({ exported }) => (exported.type === 'Identifier' ? exported.name : ''));
    const { declaration } = statement;
    if (declaration?.type === 'VariableDeclaration') {
      return declaration.declarations.map(({ id }) => (id.type === 'Identifier' ? id.name : ''));
    }
    return declaration?.id ? [declaration.id.name] : listed;
  });
  return new Set(names);
}
