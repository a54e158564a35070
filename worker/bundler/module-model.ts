import type { AnyNode, CallExpression, Expression, NewExpression, Program } from 'acorn';

/** What the strip pass knows about one file: its top-level pieces, and every name each of them touches. */
export interface ModuleModel {
  readonly program: Program;
  readonly code: string;
  readonly pieces: readonly Piece[];
  readonly references: readonly Reference[];
  readonly calls: readonly Call[];
  /** `await` outside of any function. */
  readonly awaits: readonly { readonly node: AnyNode; readonly piece: Piece }[];
  /** Names the file asks about with `typeof`, so it expects them to be missing. */
  readonly guarded: ReadonlySet<string>;
  readonly isCommonJs: boolean;
  /** The reference made by an identifier node. */
  referenceAt(node: AnyNode): Reference | undefined;
}

export type PieceKind = 'import' | 'variable' | 'function' | 'class' | 'statement' | 'default' | 'list' | 're-export';

/** The smallest part of the top level that is kept, replaced or dropped by itself; a declarator rather than its statement. */
export interface Piece {
  readonly kind: PieceKind;
  /** Whole top-level statement, `export` included. */
  readonly statement: AnyNode;
  readonly node: AnyNode;
  readonly isExported: boolean;
  readonly bindings: Binding[];
  readonly references: Reference[];
  readonly guards: Set<string>;
}

export interface Binding {
  readonly name: string;
  readonly kind: 'import' | 'variable' | 'const' | 'function' | 'class' | 'local';
  /** The top-level piece that declares it; none for names local to a function or block. */
  readonly piece: Piece | undefined;
  readonly references: Reference[];
  readonly imported?: { readonly from: string; readonly name: string };
}

export interface Scope {
  readonly parent: Scope | undefined;
  readonly isFunction: boolean;
  readonly isModule: boolean;
  readonly bindings: Map<string, Binding>;
}

/** A function, or anything else that runs later than the code around it. */
export interface Frame {
  readonly node: AnyNode;
  readonly parent: Frame | undefined;
  /** Runs while the module loads: an immediately called function, a callback of `map`, … */
  readonly isEager: boolean;
  readonly guards: Set<string>;
}

export interface Reference {
  readonly name: string;
  readonly node: AnyNode;
  readonly piece: Piece;
  readonly frame: Frame | undefined;
  readonly isEager: boolean;
  readonly isRead: boolean;
  readonly isWrite: boolean;
  /** `x.a = 1`, `x.push(1)`, `delete x.a`. */
  readonly isMutation: boolean;
  readonly isTypeof: boolean;
  /** Its value is called or constructed right here: `x()`, `x.a.b()`, `new x()`, `list.map(x)`. */
  readonly isCalled: boolean;
  readonly isShorthand: boolean;
  readonly isConstructed: boolean;
  /** `key` in `x.key`. */
  readonly member: string | undefined;
  /** Set for what is no identifier but means Node: `import('fs')`, `require('fs')`, `import.meta.dirname`, `globalThis.fetch`. */
  readonly special: Special | undefined;
  binding: Binding | undefined;
}

export type Special =
  { readonly kind: 'import-call' | 'require'; readonly from: string | undefined } | { readonly kind: 'global' };

export interface Call {
  readonly node: CallExpression | NewExpression;
  readonly piece: Piece;
  readonly isEager: boolean;
}

export function isWithin(inner: AnyNode, outer: AnyNode): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

export function isFunctionNode(node: AnyNode | null | undefined): boolean {
  return /^(Arrow)?Function(Expression|Declaration)?/.test(node?.type ?? '');
}

/** `initial` of `const name = initial`, and what `export default` exports. */
export function initialOf(piece: Piece): Expression | undefined {
  if (piece.kind === 'default') return piece.node as Expression;
  return piece.node.type === 'VariableDeclarator' ? (piece.node.init ?? undefined) : undefined;
}

/** `name` in `x.name` and `x['name']`. */
export function staticName(node: AnyNode): string | undefined {
  if (node.type === 'MemberExpression') {
    if (!node.computed) return node.property.type === 'Identifier' ? node.property.name : undefined;
    return node.property.type === 'Literal' && typeof node.property.value === 'string'
      ? node.property.value
      : undefined;
  }
  if (node.type !== 'Property' && node.type !== 'MethodDefinition' && node.type !== 'PropertyDefinition')
    return undefined;
  if (!node.computed && node.key.type === 'Identifier') return node.key.name;
  return node.key.type === 'Literal' && typeof node.key.value === 'string' ? node.key.value : undefined;
}

export function stringValue(node: AnyNode | null | undefined): string | undefined {
  return node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;
}
