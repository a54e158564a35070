import type { AnyNode } from 'acorn';
import { isDefiner, runsInNode } from './definers.js';
import { describeCause, remedyOf } from './describe-cause.js';
import { describeRoute } from './describe-route.js';
import type { DefinitionCall } from './find-definitions.js';
import { replacedNodes, type Liveness } from './find-live.js';
import type { Taint } from './find-taint.js';
import { usesOfNodeBodies, usesOfWorkflowCode, type Route } from './follow-uses.js';
import { isWithin } from './module-model.js';
import type { ModuleModel, Reference } from './module-model.js';
import type { Problem, ProblemCode } from './problem.js';
import { findSharedState } from './shared-state.js';
import type { Locate } from './source-position.js';
import { describeOrigin } from './stub.js';
import { toOrigin } from './stub-source.js';

export interface Findings {
  readonly model: ModuleModel;
  readonly definitions: readonly DefinitionCall[];
  readonly removed: ReadonlySet<Reference>;
  readonly taint: Taint;
  readonly live: Liveness;
  readonly locate: Locate;
}

export function findProblems(findings: Findings): readonly Problem[] {
  const { definitions, removed, locate } = findings;
  const workflowUses = usesOfWorkflowCode(definitions, removed);
  const nodeUses = usesOfNodeBodies(definitions);
  return [
    ...nodeInOptions(findings),
    ...nodeInWorkflow(findings, workflowUses),
    ...taskInsideWorkflow(findings, workflowUses),
    ...topLevelAwait(findings),
    ...findSharedState(workflowUses, nodeUses, locate),
  ];
}

function problemAt(locate: Locate, node: AnyNode, code: ProblemCode, message: string): Problem {
  const { file, line, column } = locate(node.start);
  return { code, file, line, column, message };
}

/** Definitions are evaluated in both worlds and must come out the same. */
function nodeInOptions({ definitions, taint, locate }: Findings): readonly Problem[] {
  const regions = [
    ...[...taint.statements].map(([piece, reference]) => ({ node: piece.node, reference })),
    ...[...taint.expressions.values()].flat(),
  ];
  return regions.flatMap(({ node, reference }): Problem[] => {
    const call = definitions.find(
      (each) =>
        each.isEager && (isWithin(reference.node, each.node) || (isWithin(each.node, node) && isDefiner(each.definer))),
    );
    if (!call) return [];
    const cause = taint.causeOf(reference);
    const what = cause ? describeCause(cause, reference) : `${reference.name}()`;
    const message =
      `${what} decides how ${call.label} is defined, but definitions are read in the workflow sandbox too, where it does not exist. ` +
      'Write the value into the file, pass it as input, or read it inside a task (an error class: give its name as a string).';
    return [problemAt(locate, reference.node, 'Bundle.NodeInOptions', message)];
  });
}

function nodeInWorkflow({ model, taint, locate }: Findings, uses: ReadonlyMap<Reference, Route>): readonly Problem[] {
  const asking = new Set(model.references.filter(({ name }) => name === 'inWorkflowContext').map(({ frame }) => frame));
  const isAsked = ({ frame }: Reference): boolean => {
    for (let at = frame; at; at = at.parent) if (asking.has(at)) return true;
    return false;
  };
  return [...uses].flatMap(([reference, route]): Problem[] => {
    const cause = taint.causeOf(reference);
    if (!cause || isAsked(reference) || (cause.kind === 'global' && model.guarded.has(cause.name))) return [];
    const what = cause.kind === 'global' ? describeCause(cause, reference) : describeOrigin(toOrigin(cause, locate));
    const message =
      `${what} is used in ${describeRoute(route)}. It exists in Node only, and workflow code runs in a sandbox without it: ` +
      `${remedyOf(cause)}.`;
    return [problemAt(locate, reference.node, 'Bundle.NodeInWorkflow', message)];
  });
}

function taskInsideWorkflow(
  { model, definitions, locate }: Findings,
  uses: ReadonlyMap<Reference, Route>,
): readonly Problem[] {
  return definitions.flatMap((call): Problem[] => {
    if (!runsInNode(call.definer) || call.nodeBody === undefined) return [];
    const reference = calleeReference(model, call.node.callee);
    const route = reference && uses.get(reference);
    if (!route) return [];
    const message =
      `${call.label} is defined inside ${describeRoute(route)}. Its body runs in Node, where nothing of the workflow function exists. ` +
      'Move the task to the top of the file and pass what it needs as arguments.';
    return [problemAt(locate, call.node, 'Bundle.TaskInsideWorkflow', message)];
  });
}

function calleeReference(model: ModuleModel, callee: AnyNode): Reference | undefined {
  if (callee.type === 'MemberExpression') return calleeReference(model, callee.object);
  if (callee.type === 'SequenceExpression') return calleeReference(model, callee.expressions.at(-1)!);
  return model.referenceAt(callee);
}

function topLevelAwait({ model, taint, live, locate }: Findings): readonly Problem[] {
  return model.awaits.flatMap(({ node, piece }): Problem[] => {
    const isGone = !live.isLive(piece) || replacedNodes(piece, taint).some((replaced) => isWithin(node, replaced));
    if (isGone) return [];
    const message =
      'await at the top level: the workflow sandbox loads modules synchronously, and each run loads them anew. ' +
      'Move the call into a task or a workflow, or make the value a plain constant.';
    return [problemAt(locate, node, 'Bundle.TopLevelAwait', message)];
  });
}
