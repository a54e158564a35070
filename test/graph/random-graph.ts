import type { EdgeRule } from '../../src/graph/edge.js';
import type { Join } from '../../src/graph/node.js';

/** A graph as plain data, with how its nodes end and its conditions answer in each visit. */
export interface Sample {
  readonly nodes: readonly { readonly name: string; readonly join: Join }[];
  readonly edges: readonly SampleEdge[];
  readonly starts: readonly string[];
  readonly ends: readonly string[];
  /** Whether the visit of that number fails. */
  fails(node: string, visit: number): boolean;
  holds(edge: SampleEdge, visit: number): boolean;
}

export interface SampleEdge {
  readonly from: string;
  readonly to: string;
  readonly on: EdgeRule;
  readonly conditional: boolean;
  readonly maxVisits: number | undefined;
}

/** Whole numbers below a limit, always the same ones for a seed. */
export function randomNumbers(seed: number): (limit: number) => number {
  let state = (seed * 2_654_435_761 + 1) % 2_147_483_647 || 1;
  return (limit) => (state = (state * 48_271) % 2_147_483_647) % limit;
}

const rules: readonly EdgeRule[] = ['succeeded', 'succeeded', 'succeeded', 'failed', 'settled'];

/** A valid graph of two to nine nodes; `loops` adds edges back to it. */
export function randomSample(seed: number, { loops }: { readonly loops: boolean }): Sample {
  const below = randomNumbers(seed);
  const names = Array.from({ length: 2 + below(8) }, (_, index) => `n${index}`);
  const edges: SampleEdge[] = [];
  const add = (from: number, to: number, maxVisits?: number): void => {
    if (edges.some((edge) => edge.from === names[from] && edge.to === names[to])) return;
    const on = rules[below(rules.length)] ?? 'succeeded';
    // An edge back that is always taken would always end in the limit.
    const conditional = maxVisits !== undefined || below(3) === 0;
    edges.push({ from: names[from] ?? '', to: names[to] ?? '', on, conditional, maxVisits });
  };
  for (let to = 1; to < names.length; to += 1) {
    for (let count = below(3); count > 0; count -= 1) add(below(to), to);
  }
  const reaches = (from: string, to: string): boolean =>
    from === to || edges.some((edge) => !edge.maxVisits && edge.from === from && reaches(edge.to, to));
  for (let count = loops ? 2 + below(5) : 0; count > 0; count -= 1) {
    const [from, to] = [below(names.length), below(names.length)];
    if (reaches(names[to] ?? '', names[from] ?? '')) add(from, to, 2 + below(4));
  }
  const starts = names.filter((name) => !edges.some(({ to, maxVisits }) => to === name && !maxVisits));
  const ends = names.filter((name) => !edges.some(({ from, maxVisits }) => from === name && !maxVisits));
  const chance = (...key: readonly unknown[]): number => {
    const text = `${seed} ${key.join(' ')}`;
    return randomNumbers(Array.from(text).reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) % 1_000_003, 7))(100);
  };
  const isRescued = (node: string): boolean =>
    edges.some(({ from, on, conditional }) => from === node && on !== 'succeeded' && !conditional);
  return {
    nodes: names.map((name) => ({ name, join: below(3) === 0 ? 'any' : 'all' })),
    edges,
    starts,
    ends,
    fails: (node, visit) => isRescued(node) && chance('fails', node, visit) < 30,
    holds: ({ from, to, maxVisits }, visit) => chance('holds', from, to, visit) < (maxVisits ? 40 : 60),
  };
}
