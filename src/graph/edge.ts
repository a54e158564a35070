/** Which end of the upstream node an edge waits for. */
export type EdgeRule = 'succeeded';

export type When<Output = never> = (output: Output) => boolean | PromiseLike<boolean>;

export interface EdgeOptions<Output = never> {
  /** Whether the edge is taken, asked once with the upstream node's output. Must be deterministic; may be async. */
  readonly when?: When<Output>;
}

export type GraphEdge = Readonly<{
  kind: 'edge';
  from: string;
  to: string;
  on: EdgeRule;
  when: When | undefined;
}>;

export const GraphEdge = Object.freeze({
  create: (from: string, to: string, { when }: EdgeOptions = {}): GraphEdge =>
    Object.freeze({ kind: 'edge', from, to, on: 'succeeded', when }),
  /** How an edge is named in messages. */
  describe: ({ from, to }: Pick<GraphEdge, 'from' | 'to'>): string => `edge '${from}' -> '${to}'`,
});

export const edgeOptions = ['when'] as const satisfies readonly (keyof EdgeOptions)[];

/** What drawings write at an edge for its rule; the default needs no words. */
const ruleLabels: { readonly [R in EdgeRule]: string } = { succeeded: '' };

/** The text at an edge in drawings: its rule, and the name of its condition. */
export function edgeLabel({ on, when }: GraphEdge): string {
  // A function written in place has the name of the property, which is just the word for it.
  const condition = when && (when.name || 'when');
  return [ruleLabels[on], condition].filter(Boolean).join(' ');
}
