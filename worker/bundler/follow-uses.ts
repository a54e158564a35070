import type { AnyNode } from 'acorn';
import type { DefinitionCall } from './find-definitions.js';
import { initialOf, isFunctionNode, isWithin, staticName } from './module-model.js';
import type { Piece, Reference } from './module-model.js';

/** How some code is reached: from which definition, through which functions of the file. */
export interface Route {
  readonly label: string;
  readonly through: readonly string[];
}

export type Uses = ReadonlyMap<Reference, Route>;

/** Everything the bodies that run in Node touch, directly or through functions of the same file. */
export function usesOfNodeBodies(definitions: readonly DefinitionCall[]): Uses {
  const follow = createFollow(() => true);
  for (const { nodeBody, piece, label } of definitions) {
    if (nodeBody) follow.into(nodeBody, piece, { label, through: [] });
  }
  return follow.uses;
}

/** Everything workflow functions, graph nodes, guardrails and the like touch; `removed` code is not theirs. */
export function usesOfWorkflowCode(definitions: readonly DefinitionCall[], removed: ReadonlySet<Reference>): Uses {
  const follow = createFollow((reference) => !removed.has(reference));
  for (const { node, label, piece, holdsWorkflowCode } of definitions) {
    if (!holdsWorkflowCode) continue;
    for (const argument of node.arguments) {
      for (const reference of piece.references) {
        if (!isWithin(reference.node, argument)) continue;
        const isInsideFunction = reference.frame !== undefined && isWithin(reference.frame.node, argument);
        if (isInsideFunction) follow.from(reference, { label, through: [] });
        else if (!reference.isCalled) follow.beyond(reference, { label, through: [] });
      }
    }
  }
  return follow.uses;
}

interface Follow {
  readonly uses: Map<Reference, Route>;
  /** A reference and what it leads to. */
  from(reference: Reference, route: Route): void;
  /** What a reference leads to. */
  beyond(reference: Reference, route: Route): void;
  /** What a part of a piece touches. */
  into(region: AnyNode, piece: Piece, route: Route): void;
}

function createFollow(counts: (reference: Reference) => boolean): Follow {
  const uses = new Map<Reference, Route>();
  const entered = new Set<AnyNode>();
  const follow: Follow = {
    uses,
    from: (reference, route) => {
      if (uses.has(reference) || !counts(reference)) return;
      uses.set(reference, route);
      follow.beyond(reference, route);
    },
    beyond: (reference, route) => {
      const next = { ...route, through: [...route.through, reference.name] };
      const piece = reference.binding?.piece;
      if (piece) for (const region of codeBehind(reference, piece)) follow.into(region, piece, next);
    },
    into: (region, piece, route) => {
      if (entered.has(region)) return;
      entered.add(region);
      for (const reference of piece.references) {
        if (isWithin(reference.node, region)) follow.from(reference, route);
      }
    },
  };
  return follow;
}

/** The code that surely may run when this reference is used; what is not sure is left to the stub at run time. */
function codeBehind({ member, isConstructed }: Reference, piece: Piece): readonly AnyNode[] {
  if (piece.kind === 'function') return [piece.node];
  if (piece.node.type === 'ClassDeclaration') {
    const { superClass, body } = piece.node;
    const atConstruction = body.body.filter(
      (each) =>
        (each.type === 'PropertyDefinition' && !each.static) ||
        (each.type === 'MethodDefinition' && each.kind === 'constructor'),
    );
    return isConstructed ? [...(superClass ? [superClass] : []), ...atConstruction] : [];
  }
  const initial = initialOf(piece);
  if (isFunctionNode(initial)) return [initial!];
  if (initial?.type !== 'ObjectExpression' || member === undefined) return [];
  const property = initial.properties.find((each) => each.type === 'Property' && staticName(each) === member);
  return property?.type === 'Property' && isFunctionNode(property.value) ? [property.value] : [];
}
