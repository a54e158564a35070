import type { AnyNode } from 'acorn';
import { isDefiner } from './definers.js';
import type { DefinitionCall } from './find-definitions.js';
import type { Taint } from './find-taint.js';
import { initialOf, isFunctionNode, isWithin } from './module-model.js';
import type { Binding, ModuleModel, Piece, Reference } from './module-model.js';

export interface Liveness {
  isLive(piece: Piece): boolean;
  isReferenced(binding: Binding): boolean;
  /** What the kept code still touches. */
  readonly references: ReadonlySet<Reference>;
}

/** Keeps what is exported or has an effect of its own, and everything that needs. */
export function findLive(
  model: ModuleModel,
  definitions: readonly DefinitionCall[],
  taint: Taint,
  removed: ReadonlySet<Reference>,
): Liveness {
  const live = new Set<Piece>();
  const references = new Set<Reference>();
  const referenced = new Set<Binding>();
  const defining = findDefining(model, definitions);

  const keep = (piece: Piece): void => {
    if (live.has(piece)) return;
    live.add(piece);
    if (taint.statements.has(piece)) return;
    const replaced = replacedNodes(piece, taint);
    for (const reference of piece.references) {
      if (removed.has(reference) || replaced.some((node) => isWithin(reference.node, node))) continue;
      references.add(reference);
      if (!reference.binding) continue;
      referenced.add(reference.binding);
      if (reference.binding.piece) keep(reference.binding.piece);
    }
  };
  for (const piece of model.pieces) if (isRoot(piece, taint, defining)) keep(piece);
  return { isLive: (piece) => live.has(piece), isReferenced: (binding) => referenced.has(binding), references };
}

/** The parts of a kept piece that stubs take the place of. */
export function replacedNodes(piece: Piece, taint: Taint): readonly AnyNode[] {
  const initial = initialOf(piece);
  const isSetElsewhere = initial && piece.bindings.some((binding) => taint.valueCauseOf(binding) !== undefined);
  const expressions = (taint.expressions.get(piece) ?? []).map(({ node }) => node);
  return isSetElsewhere ? [initial] : expressions;
}

function isRoot(piece: Piece, taint: Taint, defining: ReadonlySet<Piece>): boolean {
  if (piece.isExported || piece.kind === 'list' || piece.kind === 're-export' || piece.kind === 'default') return true;
  if (piece.kind === 'statement') return !taint.statements.has(piece);
  if (piece.kind === 'import' || piece.kind === 'function') return false;
  const isMentioned = piece.bindings.some(({ references }) => references.some((each) => each.piece !== piece));
  if (piece.kind === 'class') return !isMentioned;
  const initial = initialOf(piece);
  if (!initial || isFunctionNode(initial) || replacedNodes(piece, taint).includes(initial)) return false;
  // Mentioned, but only where code was cut: it served that code. Never mentioned: it is there for its effect.
  return defining.has(piece) || !isMentioned;
}

/** Pieces that register a definition when they are evaluated, directly or through a function of the file. */
function findDefining(model: ModuleModel, definitions: readonly DefinitionCall[]): ReadonlySet<Piece> {
  const defining = new Set(definitions.filter(({ definer }) => isDefiner(definer)).map(({ piece }) => piece));
  for (let size = -1; size !== defining.size;) {
    size = defining.size;
    for (const { isCalled, binding, piece } of model.references) {
      if (isCalled && binding?.piece && defining.has(binding.piece) && isFunctionPiece(binding.piece))
        defining.add(piece);
    }
  }
  return defining;
}

function isFunctionPiece(piece: Piece): boolean {
  return piece.kind === 'function' || isFunctionNode(initialOf(piece));
}
