import type { AnyNode } from 'acorn';
import { isFunctionNode, isWithin, staticName } from './module-model.js';

/** `fixed` parts decide about the whole, `replaceable` ones only about themselves. */
export interface Parts {
  readonly fixed: readonly AnyNode[];
  readonly replaceable: readonly AnyNode[];
}

/** The values of an object or array literal. */
export function literalParts(node: AnyNode): Parts | undefined {
  if (node.type === 'ObjectExpression') {
    const properties = node.properties.filter((each) => each.type === 'Property');
    const computed = properties.filter((each) => each.computed).map(({ key }) => key);
    const spreads = node.properties.filter((each) => each.type === 'SpreadElement');
    return { fixed: [...spreads, ...computed], replaceable: properties.map(({ value }) => value) };
  }
  if (node.type === 'ArrayExpression') {
    const elements = node.elements.filter((each) => each !== null);
    const isSpread = (each: AnyNode): boolean => each.type === 'SpreadElement';
    return { fixed: elements.filter(isSpread), replaceable: elements.filter((each) => !isSpread(each)) };
  }
  const frozen = frozenLiteral(node);
  return frozen && { fixed: [], replaceable: [frozen] };
}

/** `x` in `Object.freeze(x)`. */
function frozenLiteral(node: AnyNode): AnyNode | undefined {
  if (node.type !== 'CallExpression' || node.arguments.length !== 1 || node.callee.type !== 'MemberExpression')
    return undefined;
  return staticName(node.callee) === 'freeze' ? node.arguments[0] : undefined;
}

/** The names that lead from a literal to one of its values: `['b', 'c']` in `{ b: { c: value } }`. */
export function pathTo(literal: AnyNode, value: AnyNode): readonly string[] | undefined {
  if (literal === value) return [];
  const object = frozenLiteral(literal) ?? literal;
  if (object.type !== 'ObjectExpression') return undefined;
  for (const property of object.properties) {
    const rest =
      property.type === 'Property' && isWithin(value, property.value) ? pathTo(property.value, value) : undefined;
    if (rest) return [staticName(property) ?? '?', ...rest];
  }
  return undefined;
}

/** Statements that keep their effect on something kept: `exports.a = …`, `A.b = …`, `Object.assign(a, …)`. */
export function statementParts(statement: AnyNode): Parts | undefined {
  if (statement.type !== 'ExpressionStatement') return undefined;
  const { expression } = statement;
  if (expression.type === 'AssignmentExpression' && expression.left.type === 'MemberExpression') {
    return { fixed: [expression.left], replaceable: [expression.right] };
  }
  if (expression.type !== 'CallExpression' || isFunctionNode(expression.callee)) return undefined;
  const { callee } = expression;
  const isAssigning =
    (callee.type === 'Identifier' && /^_*define_?property/i.test(callee.name)) ||
    (callee.type === 'MemberExpression' && callee.object.type === 'Identifier' && callee.object.name === 'Object');
  const [target, ...values] = expression.arguments;
  return isAssigning && target ? { fixed: [callee, target], replaceable: values } : undefined;
}
