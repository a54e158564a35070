import { describeRoute } from './describe-route.js';
import type { Uses } from './follow-uses.js';
import { initialOf } from './module-model.js';
import type { Binding, Reference } from './module-model.js';
import type { Problem } from './problem.js';
import type { Locate } from './source-position.js';

/**
 * Module state that one world writes and the other reads: each has its own copy, and in the sandbox every run has one.
 * A function both worlds call (a memo, say) writes and reads its own copy in each, so it does not count.
 */
export function findSharedState(workflowUses: Uses, nodeUses: Uses, locate: Locate): readonly Problem[] {
  const problems = [...between(nodeUses, workflowUses, locate), ...between(workflowUses, nodeUses, locate)];
  const seen = new Set<Binding>();
  return problems.flatMap(({ binding, problem }) => (seen.has(binding) || !seen.add(binding) ? [] : [problem]));
}

function between(writers: Uses, readers: Uses, locate: Locate): readonly { binding: Binding; problem: Problem }[] {
  const written = new Map<Binding, Reference>();
  for (const reference of writers.keys()) {
    if (readers.has(reference) || !reference.binding || !isState(reference.binding)) continue;
    if (reference.isWrite || reference.isMutation) written.set(reference.binding, reference);
  }
  const found = new Map<Binding, Problem>();
  for (const [reader, route] of readers) {
    const writer = reader.binding && written.get(reader.binding);
    if (!writer || !reader.isRead || reader.isMutation || found.has(reader.binding!)) continue;
    const { file, line, column } = locate(reader.node.start);
    const message =
      `${reader.name} is set in ${describeRoute(writers.get(writer)!)} (line ${locate(writer.node.start).line}) and read in ${describeRoute(route)}. ` +
      'The two run in different worlds, each with its own copy of the variable, so the value never arrives. ' +
      'Return it from the task, or pass it as an argument.';
    found.set(reader.binding!, { code: 'Bundle.SharedState', file, line, column, message });
  }
  return [...found].map(([binding, problem]) => ({ binding, problem }));
}

/** Top-level `let` and `var`, and constants holding a container. */
function isState({ kind, piece }: Binding): boolean {
  if (!piece || (kind !== 'variable' && kind !== 'const')) return false;
  if (kind === 'variable') return true;
  const initial = initialOf(piece);
  if (initial?.type === 'ObjectExpression' || initial?.type === 'ArrayExpression') return true;
  const isContainer = /^(Map|Set|WeakMap|WeakSet|Array)$/;
  return (
    initial?.type === 'NewExpression' && initial.callee.type === 'Identifier' && isContainer.test(initial.callee.name)
  );
}
