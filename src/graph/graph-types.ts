import type { Action } from './action.js';
import type { EdgeRule, EdgeValue } from './edge.js';
import type { Join } from './node.js';

/** What the type of a graph knows of a node. */
export interface NodeShape<A, J extends Join> {
  readonly action: A;
  readonly join: J;
}

/** A graph without nodes. */
export type NoNodes = Record<never, never>;

/**
 * Nodes that are only known at run time, for graphs made in a loop: `new Graph<string, AnyNodes, string, string>('made')`.
 * Nothing is known of their names, arguments and outputs, and nothing is checked before `validate`.
 */
export type AnyNodes = Readonly<Record<string, NodeShape<(...args: unknown[]) => unknown, 'all'>>>;

/** An error in words, at the argument it is about. */
export interface Mismatch<Problem extends string> {
  readonly mismatch: Problem;
}

type ActionArguments<A> = A extends (...args: infer P) => unknown
  ? P
  : A extends { run(...args: infer P): unknown }
    ? P
    : unknown[];

type ActionOutput<A> = A extends (...args: never[]) => infer R
  ? Awaited<R>
  : A extends { run(...args: never[]): infer R }
    ? Awaited<R>
    : unknown;

export type NameIn<Nodes> = keyof Nodes & string;
type ActionIn<Nodes, Name> = FieldIn<Nodes, Name, 'action'>;
type JoinIn<Nodes, Name> = FieldIn<Nodes, Name, 'join'>;
type FieldIn<Nodes, Name, Field> = Name extends keyof Nodes
  ? Field extends keyof Nodes[Name]
    ? Nodes[Name][Field]
    : never
  : never;

export type OutputOf<Nodes, Name> = ActionOutput<ActionIn<Nodes, Name>>;

export type AddedNode<Nodes, Name extends string, A extends Action, J extends Join> = string extends keyof Nodes
  ? Nodes
  : Nodes & { readonly [N in Name]: NodeShape<A, J> };

/** A node's type knows no order of edges, so the graph's keeps one word for each: the target and the argument it feeds. */
export type AddedEdge<Edges extends string, To extends string> = Edges | `${To} ${NextArgument<Edges, To>}`;

type NextArgument<Edges extends string, To extends string, Before extends readonly 0[] = []> = string extends Edges
  ? number // edges between names of run time cannot be counted
  : `${To} ${Before['length']}` extends Edges
    ? NextArgument<Edges, To, [...Before, 0]>
    : Before['length'];

type ArgumentAt<Args extends readonly unknown[], Index extends number> = number extends Args['length']
  ? Args[Index & keyof Args]
  : `${Index}` extends keyof Args
    ? Args[Index & keyof Args]
    : unknown; // more edges than parameters: as with any callback, the rest is not looked at

type Fits<Value, Args, Index extends number> = Args extends readonly unknown[]
  ? [Value] extends [ArgumentAt<Args, Index>]
    ? true
    : false
  : true;

/** `unknown` where a node of that name may be added. */
export type NewName<Nodes, Name extends string> = string extends keyof Nodes
  ? unknown
  : Name extends keyof Nodes
    ? Mismatch<`there is already a node '${Name}'`>
    : unknown;

/** `unknown` where the downstream action accepts what the edge brings as its next argument. */
export type EdgeFits<
  Nodes,
  Edges extends string,
  From extends string,
  To extends string,
  On extends EdgeRule,
  Max extends number | undefined,
> =
  Fits<
    | EdgeValue<OutputOf<Nodes, From>, On>
    | ('any' extends JoinIn<Nodes, To> ? undefined : never)
    // Nothing has come back yet when a node is first visited. A first edge back leads to a start, which has the input.
    | (Max extends number ? (0 extends NextArgument<Edges, To> ? never : undefined) : never),
    ActionArguments<ActionIn<Nodes, To>>,
    NextArgument<Edges, To>
  > extends true
    ? unknown
    : Mismatch<`what '${From}' brings does not fit argument ${NextArgument<Edges, To>} (from 0) of '${To}'`>;

/** `unknown` where the action accepts the graph's input. */
export type StartFits<Nodes, Input, Name extends string> =
  Fits<Input, ActionArguments<ActionIn<Nodes, Name>>, 0> extends true
    ? unknown
    : Mismatch<`the input of the graph does not fit the action of '${Name}'`>;

/** One end: its output. Several: the output of the one that ran, or an object of those that did. */
export type ResultOf<Nodes, Ends extends string> =
  IsUnion<Ends> extends true
    ? { [E in Ends]: OutputOf<Nodes, E> }[Ends] | { readonly [E in Ends]?: OutputOf<Nodes, E> }
    : OutputOf<Nodes, Ends>;

type IsUnion<T, All = T> = [T] extends [never] ? false : T extends T ? ([All] extends [T] ? false : true) : never;
