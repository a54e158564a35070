import { checkName } from '../definition/name.js';
import { register } from '../definition/register.js';
import { PerdureError } from '../errors.js';
import { runtime } from '../runtime.js';
import type { WorkflowArguments } from '../workflow/workflow.js';
import { type Action, graphDefinition } from './action.js';
import { checkEdge, checkMark, checkNode } from './check-declaration.js';
import { type EdgeOptions, type EdgeRule, GraphEdge } from './edge.js';
import { findProblems } from './find-problems.js';
import type { GraphParts } from './graph-parts.js';
import { type GraphPlan, toPlan } from './graph-plan.js';
import { type GraphProblem, type GraphValidation, invalidGraph } from './graph-problem.js';
import type {
  AddedEdge,
  AddedNode,
  EdgeFits,
  NameIn,
  NewName,
  NoNodes,
  OutputOf,
  ResultOf,
  StartFits,
} from './graph-types.js';
import { isRunning } from '../definition/is-running.js';
import { GraphNode, type Join, type NodeOptions } from './node.js';
import type { NodeStates } from './node-state.js';
import { runGraph } from './run-graph.js';
import { toText } from './text/to-text.js';
import { type GraphJson, toJson } from './to-json.js';
import { toMermaid } from './to-mermaid.js';

/**
 * Steps and the ways between them. Nodes run as soon as they can, all ready ones at once, each once; what lies on a loop
 * once per visit.
 *
 * ```ts
 * const review = new Graph<string>('review')
 *   .addNode('security', securityReviewer)
 *   .addNode('performance', performanceReviewer)
 *   .addNode('aggregate', aggregate)
 *   .addEdge('security', 'aggregate')
 *   .addEdge('performance', 'aggregate')
 *   .startWith('security').startWith('performance')
 *   .endWith('aggregate');
 * const result = await review.run(code);
 * ```
 * A graph may be declared in any order; mistakes are collected, reported by `validate` and refused by `run`. With its
 * first run it is finished: it can run many times, also at once, and is not changed any more.
 */
export class Graph<Input = undefined, Nodes = NoNodes, Edges extends string = never, Ends extends string = never> {
  private readonly nodes: GraphNode[] = [];
  private readonly edges: GraphEdge[] = [];
  private readonly starts: string[] = [];
  private readonly ends: string[] = [];
  private readonly mistakes: GraphProblem[] = [];
  private finished: GraphPlan | undefined;

  /** @throws PerdureError `Definition.InvalidName`, `Definition.Duplicate` (not inside a run, where names may repeat) */
  constructor(readonly name: string) {
    checkName('new Graph', name);
    if (!isRunning()) register('graph', name, this);
  }

  /**
   * Adds a step. A start node gets the graph's input; another one gets one argument per incoming edge, in the order the
   * edges are added, `undefined` for an edge that was not taken.
   * @param action a task, workflow, agent, graph or function
   * @param options `join: 'all'` (default): it runs when every incoming edge is taken, and is skipped otherwise;
   * `'any'`: once all are decided and at least one is taken
   */
  addNode<Name extends string, A extends Action, J extends Join = 'all'>(
    name: Name & NewName<Nodes, Name>,
    action: A,
    options?: NodeOptions<J>,
  ): Graph<Input, AddedNode<Nodes, Name, A, J>, Edges, Ends> {
    this.declare(`addNode('${String(name)}')`, checkNode(name, action, options));
    if (typeof name === 'string') this.nodes.push(GraphNode.create(name, action, options ?? {}));
    return this as never;
  }

  /**
   * Lets one node follow another.
   * @param options `on`: which end of the upstream node it follows, default `'succeeded'`; with `'failed'` and
   * `'settled'` it brings an `Outcome`. `when`: whether the edge is taken, asked once per visit with what it brings.
   * `maxVisits`: needed where the edge leads back to an earlier node, which is then visited at most so often
   */
  addEdge<
    From extends NameIn<Nodes>,
    To extends NameIn<Nodes>,
    On extends EdgeRule = 'succeeded',
    Max extends number | undefined = undefined,
  >(
    from: From,
    to: To & EdgeFits<Nodes, Edges, From, To, On, Max>,
    options?: EdgeOptions<OutputOf<Nodes, From>, On, Max>,
  ): Graph<Input, Nodes, AddedEdge<Edges, To>, Ends> {
    this.declare(`addEdge('${String(from)}', '${String(to)}')`, checkEdge(from, to, options));
    if (typeof from === 'string' && typeof to === 'string') this.edges.push(GraphEdge.create(from, to, options ?? {}));
    return this as never;
  }

  /** Marks a node that begins, with the graph's input. There may be several. */
  startWith<Name extends NameIn<Nodes>>(name: Name & StartFits<Nodes, Input, Name>): Graph<Input, Nodes, Edges, Ends> {
    this.declare(`startWith('${String(name)}')`, checkMark('startWith', name));
    if (typeof name === 'string') this.starts.push(name);
    return this;
  }

  /** Marks a node whose output is the result. There may be several. */
  endWith<Name extends NameIn<Nodes>>(name: Name): Graph<Input, Nodes, Edges, Ends | Name> {
    this.declare(`endWith('${String(name)}')`, checkMark('endWith', name));
    if (typeof name === 'string') this.ends.push(name);
    return this as never;
  }

  /** Every problem at once, each with the node or edge it concerns. */
  validate(): GraphValidation {
    const problems = findProblems(this.parts());
    return problems.length === 0 ? { ok: true } : { ok: false, problems };
  }

  /**
   * Runs the graph. The result is the output of the end node that ran; of several, an object by node name. A node that
   * fails, with no edge to follow the failure, cancels the others; a plain function that waits for nothing of ours cannot be cancelled and is waited for.
   * @throws PerdureError `Graph.Invalid` before anything runs, `Graph.NodeFailed`, `Graph.EdgeFailed`,
   * `Graph.NoEndReached`, `Graph.LoopLimit`
   */
  run(...[input]: WorkflowArguments<Input>): Promise<ResultOf<Nodes, Ends>> {
    return runtime().scope(async () => runGraph(this.finish(), input)) as Promise<ResultOf<Nodes, Ends>>;
  }

  /** A Mermaid flowchart, coloured where states are given. */
  toMermaid(states?: NodeStates<NameIn<Nodes>>): string {
    return toMermaid(this.toJSON(states));
  }

  /** A drawing for terminals, marked where states are given. */
  toText(states?: NodeStates<NameIn<Nodes>>): string {
    return toText(this.toJSON(states));
  }

  /** The graph as plain data. */
  toJSON(states?: NodeStates<NameIn<Nodes>>): GraphJson {
    return toJson(this.plan(), states);
  }

  /** The graph as it stands, for the rooms that look into it. */
  get [graphDefinition](): GraphPlan {
    return this.plan();
  }

  private declare(call: string, mistakes: readonly GraphProblem[]): void {
    if (this.finished) {
      throw new PerdureError({
        code: 'Graph.Invalid',
        message: `graph '${this.name}' has run and cannot be changed any more, but got ${call}. Declare all of it before the first run, or make another graph.`,
        details: { graph: this.name, problems: [] },
      });
    }
    this.mistakes.push(...mistakes);
  }

  private finish(): GraphPlan {
    if (this.finished) return this.finished;
    const problems = findProblems(this.parts());
    if (problems.length > 0) throw invalidGraph(this.name, problems);
    return (this.finished = toPlan(this.parts()));
  }

  private plan(): GraphPlan {
    return this.finished ?? toPlan(this.parts());
  }

  private parts(): GraphParts {
    const { name, nodes, edges, starts, ends, mistakes } = this;
    return { name, nodes, edges, starts, ends, mistakes };
  }
}
