import type { AnyNode } from 'acorn';
import { isFunctionNode } from './module-model.js';
import type { Binding, Call, Frame, Piece, Reference, Scope } from './module-model.js';
import { contextOf, isCalledAtOnce } from './reference-context.js';

/** Where the walk stands. */
export interface Place {
  readonly scope: Scope;
  readonly frame: Frame | undefined;
  readonly piece: Piece;
}

export type Access = Partial<Pick<Reference, 'isRead' | 'isWrite' | 'isTypeof' | 'special' | 'name'>>;

export interface Walk {
  readonly ancestors: AnyNode[];
  readonly references: (Reference & { readonly scope: Scope })[];
  readonly calls: Call[];
  readonly awaits: { readonly node: AnyNode; readonly piece: Piece }[];
  readonly guarded: Set<string>;
}

export function declare(place: Place, name: string, kind: Binding['kind'], imported?: Binding['imported']): void {
  if (place.scope.bindings.has(name)) return;
  const { isModule, bindings } = place.scope;
  const binding: Binding = {
    name,
    kind: isModule ? kind : 'local',
    piece: isModule ? place.piece : undefined,
    references: [],
    ...(imported && { imported }),
  };
  bindings.set(name, binding);
  binding.piece?.bindings.push(binding);
}

export function refer(walk: Walk, node: AnyNode, place: Place, access: Access = {}): void {
  const name = access.name ?? (node.type === 'Identifier' ? node.name : '');
  if (access.isTypeof) {
    (place.frame ?? place.piece).guards.add(name);
    walk.guarded.add(name);
  }
  const { scope, frame, piece } = place;
  const { isMutation, isCalled, isConstructed, isShorthand, member } = contextOf(node, walk.ancestors);
  // Written out rather than spread: this runs for every name of every file.
  walk.references.push({
    name,
    node,
    scope,
    frame,
    piece,
    isMutation,
    isCalled,
    isConstructed,
    isShorthand,
    member,
    isEager: place.frame?.isEager ?? true,
    isRead: access.isRead ?? true,
    isWrite: access.isWrite ?? false,
    isTypeof: access.isTypeof ?? false,
    special: access.special,
    binding: undefined,
  });
}

export function newScope(place: Place, isFunction = false): Place {
  return { ...place, scope: { parent: place.scope, isFunction, isModule: false, bindings: new Map() } };
}

export function newFrame(walk: Walk, node: AnyNode, place: Place): Place {
  const runsNow = isFunctionNode(node) && isCalledAtOnce(node, walk.ancestors);
  const frame: Frame = {
    node,
    parent: place.frame,
    isEager: runsNow && (place.frame?.isEager ?? true),
    guards: new Set(),
  };
  return { ...place, frame };
}

export function functionScope(scope: Scope): Scope {
  let at = scope;
  while (!at.isFunction && at.parent) at = at.parent;
  return at;
}

export function lookUp(scope: Scope | undefined, name: string): Binding | undefined {
  for (let at = scope; at !== undefined; at = at.parent) {
    const binding = at.bindings.get(name);
    if (binding) return binding;
  }
  return undefined;
}
