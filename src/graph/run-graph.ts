import { cancelCall, cancelledError, isCancellation } from '../cancellation.js';
import type { PerdureError } from '../errors.js';
import { runtime } from '../runtime.js';
import { callAction } from './action.js';
import type { GraphEdge } from './edge.js';
import { edgeFailed, nodeFailed, withOthers } from './graph-failure.js';
import { edgesOf, type GraphPlan } from './graph-plan.js';
import { graphResult } from './graph-result.js';
import type { GraphNode } from './node.js';
import { advance, noProgress, type Progress, withEdge, withNode } from './ready.js';

/** Runs a valid graph once. Whoever calls it opens the scope in which it is cancelled as a whole. */
export function runGraph(plan: GraphPlan, input: unknown): Promise<unknown> {
  return new GraphRun(plan, input).result();
}

/**
 * The state of one run. `ready.ts` decides what comes next, this awaits it. Each visit awaits the visits it made
 * possible, so that nothing runs on when the run has ended.
 */
class GraphRun {
  private progress: Progress = noProgress;
  private readonly outputs = new Map<string, unknown>();
  private readonly calls = new Set<Promise<unknown>>();
  private readonly failures: PerdureError[] = [];
  private cancellation: unknown;

  constructor(
    private readonly plan: GraphPlan,
    private readonly input: unknown,
  ) {}

  async result(): Promise<unknown> {
    await this.advance();
    const [first, ...others] = this.failures;
    if (first) throw withOthers(first, others);
    if (this.cancellation !== undefined) throw this.cancellation;
    return graphResult(this.plan, this.progress, this.outputs);
  }

  private async advance(): Promise<void> {
    if (this.isStopped()) return;
    const { progress, ready } = advance(this.plan, this.progress);
    this.progress = progress;
    await Promise.all(ready.map((node) => this.visit(node)));
  }

  private async visit({ name, action }: GraphNode): Promise<void> {
    const args = this.argumentsOf(name);
    const end = await this.call(
      () => callAction(action, args),
      (error) => nodeFailed(this.plan.name, name, error),
    );
    if (!end) return;
    this.outputs.set(name, end.value);
    this.progress = withNode(this.progress, name, 'succeeded');
    const outgoing = edgesOf(this.plan.outgoing, name);
    for (const edge of outgoing) if (!edge.when) this.progress = withEdge(this.progress, edge, 'taken');
    const conditional = outgoing.filter(({ when }) => when !== undefined);
    await Promise.all([this.advance(), ...conditional.map((edge) => this.judge(edge, end.value))]);
  }

  private async judge(edge: GraphEdge, output: unknown): Promise<void> {
    if (this.isStopped()) return;
    const verdict = await this.call(
      () => edge.when?.(output as never),
      (error) => edgeFailed(this.plan.name, edge, error),
    );
    if (!verdict) return;
    this.progress = withEdge(this.progress, edge, verdict.value ? 'taken' : 'refused');
    await this.advance();
  }

  private argumentsOf(name: string): unknown[] {
    if (this.plan.starts.includes(name)) return [this.input];
    return edgesOf(this.plan.incoming, name).map((edge) =>
      this.progress.edges.get(edge) === 'taken' ? this.outputs.get(edge.from) : undefined,
    );
  }

  /** Runs user code in a scope of its own; what it throws stops the run, and there is no value. */
  private async call(
    code: () => unknown,
    describe: (error: unknown) => PerdureError,
  ): Promise<{ readonly value: unknown } | undefined> {
    const call = runtime().scope(async () => code());
    this.calls.add(call);
    try {
      return { value: await call };
    } catch (error) {
      this.stop(error, describe);
      return undefined;
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

  private stop(error: unknown, describe: (error: unknown) => PerdureError): void {
    // A run that was told to stop passes that on, whatever its nodes make of it.
    if (this.failures.length === 0 && runtime().cancelled()) return this.cancel(error);
    // What was cancelled because another node failed is no failure of its own.
    if (this.failures.length > 0 && isCancellation(error)) return;
    this.failures.push(describe(error));
    if (this.failures.length === 1) for (const call of this.calls) cancelCall(call);
  }

  private cancel(error?: unknown): void {
    this.cancellation ??= isCancellation(error) ? error : cancelledError(`graph '${this.plan.name}'`, error);
  }
}
