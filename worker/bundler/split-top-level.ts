import type { AnyNode, Program } from 'acorn';
import type { Piece, PieceKind } from './module-model.js';

/** Cuts the top level into the parts that can be kept or dropped one by one. */
export function splitTopLevel(program: Program): Piece[] {
  return program.body.flatMap((statement): Piece[] => {
    switch (statement.type) {
      case 'ImportDeclaration':
        return [piece('import', statement, statement)];
      case 'ExportAllDeclaration':
        return [piece('re-export', statement, statement, true)];
      case 'ExportDefaultDeclaration': {
        const { declaration } = statement;
        const isNamed = declaration.type === 'FunctionDeclaration' || declaration.type === 'ClassDeclaration';
        return isNamed
          ? declarationPieces(declaration, statement, true)
          : [piece('default', statement, declaration, true)];
      }
      case 'ExportNamedDeclaration':
        if (statement.declaration) return declarationPieces(statement.declaration, statement, true);
        return [piece(statement.source ? 're-export' : 'list', statement, statement, true)];
      default:
        return declarationPieces(statement, statement, false);
    }
  });
}

function declarationPieces(declaration: AnyNode, statement: AnyNode, isExported: boolean): Piece[] {
  switch (declaration.type) {
    case 'VariableDeclaration':
      return declaration.declarations.map((declarator) => piece('variable', statement, declarator, isExported));
    case 'FunctionDeclaration':
      return [piece('function', statement, declaration, isExported)];
    case 'ClassDeclaration':
      return [piece('class', statement, declaration, isExported)];
    default:
      return [piece('statement', statement, declaration, isExported)];
  }
}

function piece(kind: PieceKind, statement: AnyNode, node: AnyNode, isExported = false): Piece {
  return { kind, statement, node, isExported, bindings: [], references: [], guards: new Set() };
}
