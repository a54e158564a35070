import type { AnyNode, Class, Function, Pattern, Program } from 'acorn';
import { staticName, stringValue } from './module-model.js';
import type { Binding, ModuleModel, Reference, Scope, Special } from './module-model.js';
import { declare, functionScope, lookUp, newFrame, newScope, refer } from './module-walk.js';
import type { Place, Walk } from './module-walk.js';
import { splitTopLevel } from './split-top-level.js';

/** Resolves every name of a file in one walk; declarations may come after their uses, so resolving is the last step. */
export function readModule(program: Program, code: string): ModuleModel {
  const moduleScope: Scope = { parent: undefined, isFunction: true, isModule: true, bindings: new Map() };
  const walk: Walk = { ancestors: [], references: [], calls: [], awaits: [], guarded: new Set() };
  const pieces = splitTopLevel(program);
  for (const piece of pieces) readPiece(walk, { scope: moduleScope, frame: undefined, piece });

  const atNode = new Map<AnyNode, Reference>();
  for (const reference of walk.references) {
    reference.binding = lookUp(reference.scope, reference.name);
    reference.binding?.references.push(reference);
    reference.piece.references.push(reference);
    atNode.set(reference.node, reference);
  }
  const hasModuleSyntax = program.body.some(({ type }) => /^(Import|Export)/.test(type));
  const usesCommonJs = walk.references.some(
    ({ name, binding }) => !binding && (name === 'require' || name === 'module' || name === 'exports'),
  );
  const { references, calls, awaits, guarded } = walk;
  const isCommonJs = !hasModuleSyntax && usesCommonJs;
  return {
    program,
    code,
    pieces,
    references,
    calls,
    awaits,
    guarded,
    isCommonJs,
    referenceAt: (node) => atNode.get(node),
  };
}

function readPiece(walk: Walk, place: Place): void {
  const { node, kind, statement } = place.piece;
  if (kind === 'import' && statement.type === 'ImportDeclaration') {
    for (const specifier of statement.specifiers) {
      const name =
        specifier.type === 'ImportSpecifier'
          ? specifier.imported.type === 'Identifier'
            ? specifier.imported.name
            : String(specifier.imported.value)
          : specifier.type === 'ImportDefaultSpecifier'
            ? 'default'
            : '*';
      declare(place, specifier.local.name, 'import', { from: String(statement.source.value), name });
    }
  } else if (kind === 'list' && statement.type === 'ExportNamedDeclaration') {
    for (const { local } of statement.specifiers) if (local.type === 'Identifier') refer(walk, local, place);
  } else if (node.type === 'VariableDeclarator') {
    walk.ancestors.push(node);
    readPattern(walk, node.id, place, statementKind(statement) === 'const' ? 'const' : 'variable');
    if (node.init) visit(walk, node.init, place);
    walk.ancestors.pop();
  } else if (kind !== 're-export') {
    visit(walk, node, place);
  }
}

function statementKind(statement: AnyNode): string | undefined {
  if (statement.type === 'ExportNamedDeclaration' && statement.declaration) return statementKind(statement.declaration);
  return statement.type === 'VariableDeclaration' ? statement.kind : undefined;
}

function visitChildren(walk: Walk, node: AnyNode, place: Place): void {
  walk.ancestors.push(node);
  for (const child of Object.values(node) as unknown[]) {
    if (Array.isArray(child)) for (const item of child) visitIfNode(walk, item, place);
    else visitIfNode(walk, child, place);
  }
  walk.ancestors.pop();
}

function visitIfNode(walk: Walk, value: unknown, place: Place): void {
  if (typeof value === 'object' && value !== null && typeof (value as AnyNode).type === 'string') {
    visit(walk, value as AnyNode, place);
  }
}

function visit(walk: Walk, node: AnyNode, place: Place): void {
  switch (node.type) {
    case 'Identifier':
      return refer(walk, node, place);
    case 'FunctionDeclaration':
      if (node.id) declare(place, node.id.name, 'function');
      return visitFunction(walk, node, place);
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return visitFunction(walk, node, place);
    case 'ClassDeclaration':
      if (node.id) declare(place, node.id.name, 'class');
      return visitClass(walk, node, place);
    case 'ClassExpression':
      return visitClass(walk, node, newScope(place));
    case 'BlockStatement':
    case 'ForStatement':
    case 'SwitchStatement':
      return visitChildren(walk, node, newScope(place));
    case 'StaticBlock':
      return visitChildren(walk, node, newScope(place, true));
    case 'CatchClause': {
      const inside = newScope(place);
      if (node.param) readPattern(walk, node.param, inside, 'local');
      return visit(walk, node.body, inside);
    }
    case 'ForInStatement':
    case 'ForOfStatement': {
      const inside = newScope(place);
      if (node.type === 'ForOfStatement' && node.await && !place.frame) walk.awaits.push({ node, piece: place.piece });
      if (node.left.type === 'VariableDeclaration') visit(walk, node.left, inside);
      else readPattern(walk, node.left, inside, undefined);
      visit(walk, node.right, inside);
      return visit(walk, node.body, inside);
    }
    case 'VariableDeclaration': {
      const target = node.kind === 'var' ? { ...place, scope: functionScope(place.scope) } : place;
      for (const declarator of node.declarations) {
        walk.ancestors.push(node, declarator);
        readPattern(walk, declarator.id, target, node.kind === 'const' ? 'const' : 'variable', place);
        if (declarator.init) visit(walk, declarator.init, place);
        walk.ancestors.length -= 2;
      }
      return;
    }
    case 'AssignmentExpression':
      walk.ancestors.push(node);
      if (node.left.type === 'Identifier')
        refer(walk, node.left, place, { isWrite: true, isRead: node.operator !== '=' });
      else readPattern(walk, node.left, place, undefined);
      visit(walk, node.right, place);
      walk.ancestors.pop();
      return;
    case 'UpdateExpression':
      if (node.argument.type === 'Identifier') return refer(walk, node.argument, place, { isWrite: true });
      return visitChildren(walk, node, place);
    case 'UnaryExpression':
      if (node.operator === 'typeof' && node.argument.type === 'Identifier') {
        return refer(walk, node.argument, place, { isTypeof: true });
      }
      return visitChildren(walk, node, place);
    case 'MemberExpression':
      return visitMember(walk, node, place);
    case 'MethodDefinition':
    case 'Property':
    case 'PropertyDefinition':
      walk.ancestors.push(node);
      if (node.computed) visit(walk, node.key, place);
      if (node.value)
        visit(
          walk,
          node.value,
          node.type === 'PropertyDefinition' && !node.static ? newFrame(walk, node, place) : place,
        );
      walk.ancestors.pop();
      return;
    case 'LabeledStatement':
      return visit(walk, node.body, place);
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'MetaProperty':
      return;
    case 'AwaitExpression':
      if (!place.frame) walk.awaits.push({ node, piece: place.piece });
      return visitChildren(walk, node, place);
    case 'ImportExpression': {
      const from = stringValue(node.source);
      refer(walk, node, place, { name: 'import()', special: { kind: 'import-call', from } });
      return visitChildren(walk, node, place);
    }
    case 'CallExpression':
    case 'NewExpression':
      walk.calls.push({ node, piece: place.piece, isEager: place.frame?.isEager ?? true });
      if (
        node.callee.type === 'Identifier' &&
        node.callee.name === 'require' &&
        stringValue(node.arguments[0]) !== undefined
      ) {
        return refer(walk, node, place, {
          name: 'require',
          special: { kind: 'require', from: stringValue(node.arguments[0]) },
        });
      }
      return visitChildren(walk, node, place);
    default:
      return visitChildren(walk, node, place);
  }
}

function visitMember(walk: Walk, node: AnyNode & { type: 'MemberExpression' }, place: Place): void {
  const name = staticName(node);
  const special: Special = { kind: 'global' };
  if (node.object.type === 'MetaProperty' && (name === 'dirname' || name === 'filename')) {
    return refer(walk, node, place, { name: `import.meta.${name}`, special });
  }
  const parent = walk.ancestors.at(-1);
  const isUsed =
    (parent?.type === 'MemberExpression' && parent.object === node && !parent.optional) ||
    ((parent?.type === 'CallExpression' || parent?.type === 'NewExpression') && parent.callee === node);
  if (node.object.type === 'Identifier' && node.object.name === 'globalThis' && name !== undefined) {
    // `globalThis.process?.env` is safe by itself, `if (globalThis.process)` guards what follows.
    if (isUsed) return refer(walk, node, place, { name, special });
    return parent?.type === 'MemberExpression' ? undefined : refer(walk, node, place, { name, isTypeof: true });
  }
  walk.ancestors.push(node);
  visit(walk, node.object, place);
  if (node.computed) visit(walk, node.property, place);
  walk.ancestors.pop();
}

function visitFunction(walk: Walk, node: Function, place: Place): void {
  const inside = newScope(newFrame(walk, node as AnyNode, place), true);
  if (node.type === 'FunctionExpression' && node.id) declare(inside, node.id.name, 'local');
  walk.ancestors.push(node as AnyNode);
  for (const parameter of node.params) readPattern(walk, parameter, inside, 'local');
  if (node.body.type === 'BlockStatement') visitChildren(walk, node.body, inside);
  else visit(walk, node.body, inside);
  walk.ancestors.pop();
}

function visitClass(walk: Walk, node: Class, place: Place): void {
  if (node.type === 'ClassExpression' && node.id) declare(place, node.id.name, 'local');
  walk.ancestors.push(node as AnyNode);
  if (node.superClass) visit(walk, node.superClass, place);
  visitChildren(walk, node.body, place);
  walk.ancestors.pop();
}

/** `kind` declares the names of the pattern; without it they are assigned. Default values are read in `valuePlace`. */
function readPattern(
  walk: Walk,
  pattern: Pattern,
  place: Place,
  kind: Binding['kind'] | undefined,
  valuePlace = place,
): void {
  switch (pattern.type) {
    case 'Identifier':
      if (kind === undefined) return refer(walk, pattern, valuePlace, { isWrite: true, isRead: false });
      return declare(place, pattern.name, kind);
    case 'MemberExpression':
      return visit(walk, pattern, valuePlace);
    case 'AssignmentPattern':
      readPattern(walk, pattern.left, place, kind, valuePlace);
      return visit(walk, pattern.right, valuePlace);
    case 'RestElement':
      return readPattern(walk, pattern.argument, place, kind, valuePlace);
    case 'ArrayPattern':
      for (const element of pattern.elements) if (element) readPattern(walk, element, place, kind, valuePlace);
      return;
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        if (property.type === 'RestElement') readPattern(walk, property.argument, place, kind, valuePlace);
        else {
          if (property.computed) visit(walk, property.key, valuePlace);
          readPattern(walk, property.value, place, kind, valuePlace);
        }
      }
  }
}
