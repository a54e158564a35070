import type { AnyNode, VariableDeclaration } from 'acorn';
import type { Edit } from './edit-source.js';
import type { Findings } from './find-problems.js';
import { initialOf, type Piece } from './module-model.js';
import { importStubSource, stubForPattern, stubSource, toOrigin } from './stub-source.js';

/** Takes out dead pieces, and puts stubs where kept ones would need Node to be evaluated. */
export function rewritePieces(findings: Findings): readonly Edit[] {
  const { model, definitions, live, taint } = findings;
  const bodies = definitions.flatMap(({ nodeBody }) => (nodeBody ? [replace(nodeBody, '()=>{}')] : []));
  const dead = model.pieces.filter(
    (piece) => piece.kind !== 'import' && (!live.isLive(piece) || taint.statements.has(piece)),
  );
  const kept = model.pieces.filter((piece) => live.isLive(piece) && !taint.statements.has(piece));
  return [
    ...dropPieces(dead, model.pieces),
    ...kept.flatMap((piece) => stubExpressions(findings, piece)),
    ...stubUses(findings),
    ...bodies,
  ];
}

function replace({ start, end }: AnyNode, text: string): Edit {
  return { start, end, text };
}

/** `;` rather than nothing: without it the statements around might join. */
function dropPieces(dead: readonly Piece[], all: readonly Piece[]): readonly Edit[] {
  const gone = new Set(dead);
  const statements = new Set(dead.map(({ statement }) => statement));
  return [...statements].flatMap((statement): readonly Edit[] => {
    const siblings = all.filter((piece) => piece.statement === statement);
    if (siblings.every((piece) => gone.has(piece))) return [replace(statement, ';')];
    const declaration = statement as VariableDeclaration;
    return dropDeclarators(
      declaration,
      siblings.filter((piece) => !gone.has(piece)).map(({ node }) => node),
    );
  });
}

/** `const a = 1, b = gone(), c = 3` keeps `a` and `c` with one comma between them. */
function dropDeclarators({ declarations }: VariableDeclaration, kept: readonly AnyNode[]): readonly Edit[] {
  const first = kept[0]!;
  const gaps = kept.slice(1).map((node, index) => {
    const before = kept[index]!;
    const areNeighbours = declarations.indexOf(node as never) === declarations.indexOf(before as never) + 1;
    return areNeighbours ? undefined : { start: before.end, end: node.start, text: ',' };
  });
  const edges = [
    { start: declarations[0]!.start, end: first.start, text: '' },
    { start: kept.at(-1)!.end, end: declarations.at(-1)!.end, text: '' },
  ];
  return [...gaps.filter((gap) => gap !== undefined), ...edges.filter(({ start, end }) => end > start)];
}

function stubExpressions({ taint, locate }: Findings, piece: Piece): readonly Edit[] {
  const declarator = piece.node.type === 'VariableDeclarator' ? piece.node : undefined;
  const initial = initialOf(piece);
  const whole = piece.bindings.map((binding) => taint.valueCauseOf(binding)).find((cause) => cause !== undefined);
  if (declarator && whole) {
    const text = stubForPattern(declarator.id, toOrigin(whole, locate));
    if (!initial) return [{ start: declarator.end, end: declarator.end, text: `=${text}` }];
    return [replace(initial, text)];
  }
  return (taint.expressions.get(piece) ?? []).map(({ node, cause, reference }) => {
    const source = stubSource(toOrigin(cause, locate));
    return replace(node, reference.isShorthand && reference.node === node ? `${reference.name}:${source}` : source);
  });
}

/** Globals, `import()` and `require()` in code that stays: most of it never runs in the sandbox, the rest explains itself. */
function stubUses({ live, taint, locate }: Findings): readonly Edit[] {
  return [...live.references].flatMap((reference): readonly Edit[] => {
    const { node, binding, special, isShorthand, isConstructed, name } = reference;
    const cause = binding ? undefined : taint.causeOf(reference);
    if (!cause) return [];
    const origin = toOrigin(cause, locate);
    const source = special?.kind === 'import-call' ? importStubSource(origin) : stubSource(origin);
    if (isShorthand) return [replace(node, `${name}:${source}`)];
    return [replace(node, isConstructed ? `(${source})` : source)];
  });
}
