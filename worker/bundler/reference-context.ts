import type { AnyNode } from 'acorn';
import { staticName } from './module-model.js';

/** What the code around an identifier does with it. */
export interface ReferenceContext {
  readonly isMutation: boolean;
  readonly isCalled: boolean;
  readonly isConstructed: boolean;
  readonly isShorthand: boolean;
  readonly member: string | undefined;
}

const mutators: ReadonlySet<string> = new Set(
  'set add push delete clear pop shift unshift splice sort reverse fill copyWithin'.split(' '),
);

const iterators: ReadonlySet<string> = new Set(
  'map forEach filter find findIndex findLast some every reduce reduceRight flatMap sort toSorted from fromEntries groupBy then replace replaceAll'.split(
    ' ',
  ),
);

/** `ancestors` from the outermost to the parent of `node`. */
export function contextOf(node: AnyNode, ancestors: readonly AnyNode[]): ReferenceContext {
  const parent = ancestors.at(-1);
  let top = node;
  let outer = ancestors.length - 1;
  for (; outer >= 0; outer -= 1) {
    const next = ancestors[outer]!;
    const climbs =
      (next.type === 'MemberExpression' && next.object === top) ||
      (next.type === 'ChainExpression' && top !== node) ||
      (next.type === 'SequenceExpression' && next.expressions.at(-1) === top);
    if (!climbs) break;
    top = next;
  }
  const user = ancestors[outer];
  const method = top.type === 'MemberExpression' ? staticName(top) : undefined;
  const isCallee = (user?.type === 'CallExpression' || user?.type === 'NewExpression') && user.callee === top;
  return {
    isMutation:
      (top !== node && isChangedBy(user, top)) ||
      (isCallee && method !== undefined && mutators.has(method)) ||
      (user?.type === 'CallExpression' && isObjectAssign(user) && user.arguments[0] === top),
    isCalled: isCallee || (user?.type === 'TaggedTemplateExpression' && user.tag === top) || isEagerCallback(top, user),
    isConstructed: user?.type === 'NewExpression' && user.callee === top,
    isShorthand: parent?.type === 'Property' && parent.shorthand,
    member: parent?.type === 'MemberExpression' && parent.object === node ? staticName(parent) : undefined,
  };
}

function isChangedBy(user: AnyNode | undefined, top: AnyNode): boolean {
  if (user?.type === 'AssignmentExpression') return user.left === top;
  if (user?.type === 'UpdateExpression') return true;
  return user?.type === 'UnaryExpression' && user.operator === 'delete';
}

function isObjectAssign(call: AnyNode): boolean {
  if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return false;
  return (
    staticName(call.callee) === 'assign' &&
    call.callee.object.type === 'Identifier' &&
    call.callee.object.name === 'Object'
  );
}

/** Whether a function (or a name for one) standing here runs at once rather than some day. */
export function isEagerCallback(node: AnyNode, user: AnyNode | undefined): boolean {
  if (user?.type === 'NewExpression') return user.callee.type === 'Identifier' && user.callee.name === 'Promise';
  if (user?.type !== 'CallExpression' || !(user.arguments as readonly AnyNode[]).includes(node)) return false;
  const method = user.callee.type === 'MemberExpression' ? staticName(user.callee) : undefined;
  return method !== undefined && iterators.has(method);
}

/** `(() => …)()` and `(function () { … }).call(this)`. */
export function isCalledAtOnce(node: AnyNode, ancestors: readonly AnyNode[]): boolean {
  const { isCalled, member } = contextOf(node, ancestors);
  return isCalled && (member === undefined || member === 'call' || member === 'apply');
}
