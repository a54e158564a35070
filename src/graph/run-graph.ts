import { cancelCall, cancelledError, isCancellation } from '../cancellation.js';
import type { GraphView } from '../contract/graphs.js';
import type { PerdureError } from '../errors.js';
import { failedOutcome, type Outcome } from '../outcome.js';
import { runtime } from '../runtime.js';
import { callAction } from './action.js';
import { argumentsOf, edgeValue } from './arguments-of.js';
import { followsEnd, type GraphEdge } from './edge.js';
import { edgesOf } from './edges-of.js';
import { edgeFailed, loopLimit, nodeFailed, withOthers } from './graph-failure.js';
import type { GraphPlan } from './graph-plan.js';
import { graphResult } from './graph-result.js';
import { isUnhandled } from './is-unhandled.js';
import type { GraphNode } from './node.js';
import { type EdgeState, noProgress, type Progress, withEdge, withNode } from './progress.js';
import { advance } from './ready.js';
import { statesOf } from './states-of.js';
import { toJson } from './to-json.js';

/** Runs a valid graph once. Whoever calls it opens the scope in which it is cancelled as a whole. */
export function runGraph(plan: GraphPlan, input: unknown): Promise<unknown> {
  const run = new GraphRun(plan, input);
  runtime().showGraph(plan.name, () => run.view());
  return run.result();
}

/**
 * The state of one run. `ready.ts` decides what comes next, this awaits it. Each visit awaits the visits it made
 * possible, so that nothing runs on when the run has ended.
 */
class GraphRun {
  private progress: Progress = noProgress;
  private status: GraphView['status'] = 'running';
  /** How the latest visit of each node ended. */
  private readonly ends = new Map<string, Outcome<unknown>>();
  /** What failed nodes threw. */
  private readonly errors = new Map<string, unknown>();
  /** The last output of each node. */
  private readonly outputs = new Map<string, unknown>();
  private readonly calls = new Set<Promise<unknown>>();
  private readonly failures: PerdureError[] = [];
  private cancellation: unknown;

  constructor(
    private readonly plan: GraphPlan,
    private input: unknown,
  ) {}

  async result(): Promise<unknown> {
    await this.advance();
    try {
      return this.end();
    } finally {
      // Its states can be asked for later; what its nodes returned is not held on to.
      for (const values of [this.ends, this.errors, this.outputs]) values.clear();
      this.input = undefined;
    }
  }

  view(): Omit<GraphView, 'id'> {
    const { plan, progress, status } = this;
    return { status, ...toJson(plan, statesOf(plan, progress)) };
  }

  private end(): unknown {
    const [first, ...others] = this.failures;
    this.status = first ? 'failed' : 'cancelled';
    if (first) throw withOthers(first, others);
    if (this.cancellation !== undefined) throw this.cancellation;
    this.status = 'failed';
    const result = graphResult(this.plan, this.progress, this.outputs);
    this.status = 'succeeded';
    return result;
  }

  private async advance(): Promise<void> {
    if (this.isStopped()) return;
    const { progress, ready, skipped, asked, exceeded } = advance(this.plan, this.progress);
    this.progress = progress;
    for (const [name, reason] of skipped) this.ends.set(name, { status: 'skipped', reason });
    if (exceeded) return this.fail(loopLimit(this.plan.name, exceeded, this.outputs, this.errors.get(exceeded.from)));
    await Promise.all([...ready.map((node) => this.visit(node)), ...asked.map((edge) => this.judge(edge))]);
  }

  private async visit(node: GraphNode): Promise<void> {
    const { name, action } = node;
    const args = argumentsOf(this.plan, this.progress, node, { input: this.input, ends: this.ends });
    const end = await this.call(
      () => callAction(action, args),
      (error) => this.nodeThrew(name, error),
    );
    if (!end) return;
    const outcome = 'status' in end ? end : ({ status: 'succeeded', value: end.value } as const);
    this.ends.set(name, outcome);
    if (outcome.status === 'succeeded') {
      this.outputs.set(name, outcome.value);
      this.errors.delete(name);
    }
    this.progress = withNode(this.progress, name, outcome.status);
    const conditional: GraphEdge[] = [];
    for (const edge of edgesOf(this.plan.outgoing, name)) {
      if (!followsEnd(edge, outcome.status)) this.decide(edge, 'unmatched');
      else if (edge.when) conditional.push(edge);
      else this.decide(edge, 'taken');
    }
    await Promise.all([this.advance(), ...conditional.map((edge) => this.judge(edge))]);
  }

  private async judge(edge: GraphEdge): Promise<void> {
    if (this.isStopped()) return;
    const value = edgeValue(edge, this.ends);
    const verdict = await this.call(
      () => edge.when?.(value as never),
      (error) => this.stop(error, (cause) => edgeFailed(this.plan.name, edge, cause)),
    );
    if (!verdict) return;
    this.decide(edge, verdict.value ? 'taken' : 'refused');
    if (isUnhandled(this.plan, this.progress, edge.from)) {
      this.stop(this.errors.get(edge.from), (cause) => nodeFailed(this.plan.name, edge.from, cause));
    }
    await this.advance();
  }

  private decide(edge: GraphEdge, state: EdgeState): void {
    this.progress = withEdge(this.progress, edge, state);
  }

  /** A failure that an edge may follow is an end like any other; else it stops the run, and there is no end. */
  private nodeThrew(name: string, error: unknown): Outcome<never> | undefined {
    const outcome = failedOutcome(error);
    const isFollowed = edgesOf(this.plan.outgoing, name).some((edge) => followsEnd(edge, outcome.status));
    this.errors.set(name, error);
    if (isFollowed && this.failures.length === 0 && !runtime().cancelled()) return outcome;
    this.progress = withNode(this.progress, name, outcome.status);
    this.stop(error, (cause) => nodeFailed(this.plan.name, name, cause));
    return undefined;
  }

  /** Runs user code in a scope of its own. What it throws is dealt with at once, before anything else goes on. */
  private async call<End>(
    code: () => unknown,
    caught: (error: unknown) => End,
  ): Promise<{ readonly value: unknown } | End> {
    const call = runtime().scope(async () => code());
    this.calls.add(call);
    try {
      return { value: await call };
    } catch (error) {
      return caught(error);
    } finally {
      this.calls.delete(call);
    }
  }

  /** Nothing more is started. Nodes of plain code do not notice a cancellation, so it is looked for here. */
  private isStopped(): boolean {
    if (this.failures.length > 0) return true;
    if (runtime().cancelled()) this.cancel();
    return this.cancellation !== undefined;
  }

  private stop(error: unknown, describe: (error: unknown) => PerdureError): undefined {
    // A run that was told to stop passes that on, whatever its nodes make of it.
    if (this.failures.length === 0 && runtime().cancelled()) this.cancel(error);
    // What was cancelled because another node failed is no failure of its own.
    else if (this.failures.length === 0 || !isCancellation(error)) this.fail(describe(error));
  }

  private fail(failure: PerdureError): void {
    this.failures.push(failure);
    if (this.failures.length === 1) for (const call of this.calls) cancelCall(call);
  }

  private cancel(error?: unknown): void {
    this.cancellation ??= isCancellation(error) ? error : cancelledError(`graph '${this.plan.name}'`, error);
  }
}
