import type { Action } from './action.js';

/** `all`: every incoming edge must be taken. `any`: all are decided and at least one is taken. */
export type Join = 'all' | 'any';

export interface NodeOptions<J extends Join = Join> {
  /** Which incoming edges it needs. Default `'all'`. */
  readonly join?: J;
}

export type GraphNode = Readonly<{ kind: 'node'; name: string; action: Action; join: Join }>;

export const GraphNode = Object.freeze({
  create: (name: string, action: Action, { join = 'all' }: NodeOptions = {}): GraphNode =>
    Object.freeze({ kind: 'node', name, action, join }),
});

export const nodeOptions = ['join'] as const satisfies readonly (keyof NodeOptions)[];

export const joins = ['all', 'any'] as const satisfies readonly Join[];
