import type { AnyNode, Expression } from 'acorn';
import type { StubOrigin } from './stub.js';
import { describeCause } from './describe-cause.js';
import { initialOf, isWithin } from './module-model.js';
import type { Binding, ModuleModel, Piece, Reference } from './module-model.js';
import { isNodeGlobal } from './node-globals.js';
import { isNodeOnlyModule, partsInSandbox } from './node-only.js';
import { literalParts, pathTo, statementParts } from './replaceable-parts.js';

/** Why something exists in Node only, with the node to point at. */
export interface Cause {
  readonly kind: NonNullable<StubOrigin['kind']>;
  readonly name: string;
  readonly from?: string;
  readonly at: AnyNode;
}

/** An expression that goes; a stub explaining `cause` takes its place. */
export interface TaintedExpression {
  readonly node: AnyNode;
  readonly reference: Reference;
  readonly cause: Cause;
}

export interface Taint {
  /** Why the value read here is of Node, if it is. */
  causeOf(reference: Reference): Cause | undefined;
  /** Why the whole value of a binding is of Node. */
  valueCauseOf(binding: Binding): Cause | undefined;
  /** Tainted parts of pieces that can be replaced one by one. */
  readonly expressions: ReadonlyMap<Piece, readonly TaintedExpression[]>;
  /** Statements that can only go as a whole, with the reference that taints them. */
  readonly statements: ReadonlyMap<Piece, Reference>;
}

/**
 * Finds what module code cannot be evaluated in the sandbox. Function bodies are lazy: using Node inside one taints
 * nobody until the function is called while the module loads.
 */
export function findTaint(
  model: ModuleModel,
  removed: ReadonlySet<Reference>,
  definitionPieces: ReadonlySet<Piece>,
  alsoNodeOnly: readonly string[],
): Taint {
  const values = new Map<Binding, Cause>();
  const members = new Map<Binding, Map<string, Cause>>();
  const lazy = new Map<Binding, Cause>();
  const expressions = new Map<Piece, readonly TaintedExpression[]>();
  const statements = new Map<Piece, Reference>();

  // Asked for every use of every import.
  const known = new Map<string, boolean>();
  const isNodeOnly = (specifier: string): boolean => {
    const answer = known.get(specifier) ?? isNodeOnlyModule(specifier, alsoNodeOnly);
    known.set(specifier, answer);
    return answer;
  };

  const causeOf = (reference: Reference): Cause | undefined => {
    const { binding, member, special, name, node } = reference;
    if (reference.isTypeof || !reference.isRead) return undefined;
    if (binding) {
      if (binding.imported) return importCause(binding, member, isNodeOnly);
      return values.get(binding) ?? (member === undefined ? undefined : members.get(binding)?.get(member));
    }
    if (special?.kind === 'import-call' || special?.kind === 'require') return moduleCause(reference, isNodeOnly);
    if (!special && !isNodeGlobal(name)) return undefined;
    if (special && !name.startsWith('import.meta') && !isNodeGlobal(name)) return undefined;
    return isGuarded(reference) ? undefined : { kind: 'global', name, at: node };
  };
  const eagerCauseOf = (reference: Reference): Cause | undefined => {
    if (!reference.isEager || removed.has(reference)) return undefined;
    return causeOf(reference) ?? (reference.isCalled && reference.binding ? lazy.get(reference.binding) : undefined);
  };

  let hasChanged = true;
  const learn = (known: Map<Binding, Cause>, binding: Binding, cause: Cause): void => {
    if (known.has(binding) || binding.kind === 'local') return;
    known.set(binding, cause);
    hasChanged = true;
  };

  const taintedIn = (piece: Piece, node: AnyNode): Reference | undefined =>
    piece.references.find((reference) => isWithin(reference.node, node) && eagerCauseOf(reference) !== undefined);

  /** The smallest expressions to replace: single values of object and array literals, else the whole. */
  const tainted = (piece: Piece, node: AnyNode): readonly TaintedExpression[] => {
    const reference = taintedIn(piece, node);
    if (!reference) return [];
    const parts = literalParts(node);
    if (!parts || parts.fixed.some((part) => taintedIn(piece, part))) {
      const name = nameOfPart(model.code, piece, node);
      return [{ node, reference, cause: madeWith(name, eagerCauseOf(reference)!, piece.node, reference) }];
    }
    return parts.replaceable.flatMap((part) => tainted(piece, part));
  };

  const learnVariable = (piece: Piece, initial: Expression): void => {
    const found = tainted(piece, initial);
    if (found.length > 0) expressions.set(piece, found);
    for (const binding of piece.bindings) {
      for (const { node, cause } of found) {
        // A definition that depends on Node is a problem by itself; those made from it need not repeat it.
        if (node === initial && !definitionPieces.has(piece)) learn(values, binding, { ...cause, name: binding.name });
        const path = pathTo(initial, node);
        if (path?.length !== 1) continue;
        const known = members.get(binding) ?? new Map<string, Cause>();
        if (!known.has(path[0]!)) hasChanged = true;
        members.set(binding, known.set(path[0]!, cause));
      }
    }
    if (!definitionPieces.has(piece)) learnLazy(piece);
  };

  const learnLazy = (piece: Piece): void => {
    if (piece.bindings.every((binding) => lazy.has(binding))) return;
    for (const reference of piece.references) {
      if (removed.has(reference)) continue;
      const cause = causeOf(reference) ?? (reference.binding && lazy.get(reference.binding));
      if (!cause) continue;
      for (const binding of piece.bindings) learn(lazy, binding, madeWith(binding.name, cause, piece.node, reference));
      return;
    }
  };

  const learnStatement = (piece: Piece): void => {
    const reference = taintedIn(piece, piece.node);
    if (!reference) return;
    const parts = statementParts(piece.node);
    if (parts && !parts.fixed.some((node) => taintedIn(piece, node))) {
      expressions.set(
        piece,
        parts.replaceable.flatMap((node) => tainted(piece, node)),
      );
      return;
    }
    expressions.delete(piece);
    statements.set(piece, reference);
    const cause = eagerCauseOf(reference)!;
    // Whatever the statement would have set is unknown now: reading it must explain itself instead of being undefined.
    const changed = piece.references.filter(({ isWrite, isMutation, isEager }) => isEager && (isWrite || isMutation));
    for (const { binding } of changed) {
      if (binding && (binding.kind === 'variable' || binding.kind === 'const')) {
        learn(values, binding, madeWith(binding.name, cause, piece.node, reference));
      }
    }
    for (const binding of piece.bindings) learn(values, binding, madeWith(binding.name, cause, piece.node, reference));
  };

  while (hasChanged) {
    hasChanged = false;
    for (const piece of model.pieces) {
      const initial = initialOf(piece);
      if (piece.kind === 'function' || piece.kind === 'class' || initial?.type === 'ClassExpression') learnLazy(piece);
      else if (piece.kind === 'statement') learnStatement(piece);
      else if (initial) learnVariable(piece, initial);
    }
  }
  return { causeOf, valueCauseOf: (binding) => values.get(binding), expressions, statements };
}

function importCause(
  { name, imported, piece }: Binding,
  member: string | undefined,
  isNodeOnly: (specifier: string) => boolean,
): Cause | undefined {
  const { from, name: exported } = imported!;
  const isWhole = exported === '*' || exported === 'default';
  if (isNodeOnly(from)) {
    return { kind: 'import', name: isWhole ? name : exported, from, at: piece!.node };
  }
  const wanted = isWhole ? member : exported;
  const parts = partsInSandbox(from);
  if (!parts || wanted === undefined || parts.includes(wanted)) return undefined;
  return { kind: 'import', name: isWhole ? `${name}.${wanted}` : wanted, from, at: piece!.node };
}

function moduleCause({ special, node }: Reference, isNodeOnly: (specifier: string) => boolean): Cause | undefined {
  if (special?.kind === 'global' || special === undefined) return undefined;
  const { from } = special;
  if (from === undefined) return { kind: 'global', name: 'import() of a computed name', at: node };
  return isNodeOnly(from)
    ? { kind: 'import', name: special.kind === 'require' ? 'require()' : 'import()', from, at: node }
    : undefined;
}

/** What to call a replaced part: what the value would have been known as. */
function nameOfPart(code: string, { kind, bindings, node: whole }: Piece, node: AnyNode): string {
  if (whole.type === 'ExpressionStatement' && whole.expression.type === 'AssignmentExpression') {
    const { left, right } = whole.expression;
    return [code.slice(left.start, left.end), ...(pathTo(right, node) ?? [])].join('.');
  }
  const literal = whole.type === 'VariableDeclarator' ? whole.init : whole;
  const path = (literal && pathTo(literal, node)) ?? [];
  const root = bindings.length === 1 ? bindings[0]!.name : kind === 'default' ? 'the default export' : 'this value';
  return [root, ...path].join('.');
}

function madeWith(name: string, cause: Cause, at: AnyNode, reference: Reference): Cause {
  // `const fs = require('fs')` is an import in other words.
  if (cause.kind === 'import' && reference.special && isPlainImport(at, reference.node)) return { ...cause, name, at };
  return {
    kind: 'value',
    name,
    from: cause.kind === 'value' && cause.from !== undefined ? cause.from : describeCause(cause, reference),
    at,
  };
}

function isPlainImport(declarator: AnyNode, call: AnyNode): boolean {
  let at: AnyNode | null | undefined = declarator.type === 'VariableDeclarator' ? declarator.init : undefined;
  for (;;) {
    if (at === call) return true;
    if (at?.type === 'AwaitExpression') at = at.argument;
    else if (at?.type === 'MemberExpression') at = at.object;
    else if (at?.type === 'CallExpression' && at.callee.type === 'Identifier' && at.arguments.length === 1)
      at = at.arguments[0];
    else return false;
  }
}

/** Whether the code around asks first: `typeof process === 'undefined' ? … : process.env`. */
function isGuarded({ name, frame, piece }: Reference): boolean {
  for (let at = frame; at; at = at.parent) if (at.guards.has(name)) return true;
  return piece.guards.has(name);
}
