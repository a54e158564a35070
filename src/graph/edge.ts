import type { Outcome } from '../outcome.js';

/** Which end of the upstream node an edge follows. */
export type EdgeRule = 'succeeded' | 'failed' | 'settled';

/** What an edge brings: the output after a success; where it follows other ends too, how the node ended. */
export type EdgeValue<Output, On extends EdgeRule> = On extends 'succeeded' ? Output : Outcome<Output>;

export type When<Value = never> = (value: Value) => boolean | PromiseLike<boolean>;

export interface EdgeOptions<
  Output = never,
  On extends EdgeRule = 'succeeded',
  Max extends number | undefined = number | undefined,
> {
  /**
   * Which end of the upstream node it follows. Default `'succeeded'`. `'failed'`: a failure, or a call that was
   * cancelled by itself. `'settled'`: any end, a skip too. With the latter two it brings an `Outcome`.
   */
  readonly on?: On;
  /** Whether the edge is taken, asked once per visit with what it brings. Must be deterministic; may be async. */
  readonly when?: When<EdgeValue<Output, On>>;
  /**
   * For an edge that leads back to an earlier node, and needed there: how often that node is visited at most, the first
   * time included. The count begins anew whenever the loop is entered from outside. One visit too many is
   * `Graph.LoopLimit`.
   */
  readonly maxVisits?: Max;
}

export type GraphEdge = Readonly<{
  kind: 'edge';
  from: string;
  to: string;
  on: EdgeRule;
  when: When | undefined;
  /** Given for edges that lead back, and only for them. */
  maxVisits: number | undefined;
}>;

export const GraphEdge = Object.freeze({
  create: (
    from: string,
    to: string,
    { on = 'succeeded', when, maxVisits }: Partial<Pick<GraphEdge, 'on' | 'when' | 'maxVisits'>> = {},
  ): GraphEdge => Object.freeze({ kind: 'edge', from, to, on, when, maxVisits }),
  /** How an edge is named in messages. */
  describe: ({ from, to }: Pick<GraphEdge, 'from' | 'to'>): string => `edge '${from}' -> '${to}'`,
  /** Whether it leads back to an earlier node. */
  isBack: ({ maxVisits }: GraphEdge): boolean => maxVisits !== undefined,
  isForward: ({ maxVisits }: GraphEdge): boolean => maxVisits === undefined,
});

export const edgeOptions = ['on', 'when', 'maxVisits'] as const satisfies readonly (keyof EdgeOptions)[];

/** Whether an edge follows a given end of its node. */
const rules: { readonly [R in EdgeRule]: (status: Outcome<unknown>['status']) => boolean } = {
  succeeded: (status) => status === 'succeeded',
  failed: (status) => status === 'failed' || status === 'cancelled',
  settled: () => true,
};

export const edgeRules = Object.keys(rules) as readonly EdgeRule[];

export function followsEnd({ on }: GraphEdge, status: Outcome<unknown>['status']): boolean {
  return rules[on](status);
}
