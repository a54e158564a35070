import { expectTypeOf } from 'vitest';
import { Graph } from '../../src/graph/graph.js';
import type { AnyNodes } from '../../src/graph/graph-types.js';
import type { Outcome } from '../../src/outcome.js';
import { task } from '../../src/task/task.js';
import { workflow } from '../../src/workflow/workflow.js';

const count = task('count', async (text: string) => text.length);
const shout = workflow('shout', async (text: string) => text.toUpperCase());

// The result is the output of the one end.
const chain = new Graph<string>('chain')
  .addNode('shout', shout)
  .addNode('count', count)
  .addEdge('shout', 'count')
  .startWith('shout')
  .endWith('count');
expectTypeOf<Parameters<typeof chain.run>>().toEqualTypeOf<[input: string]>();
expectTypeOf(chain.run('x')).resolves.toEqualTypeOf<number>();
// @ts-expect-error the input is a string
void chain.run(1);
// @ts-expect-error the input is missing
void chain.run();
void new Graph('without input')
  .addNode('a', () => 1)
  .startWith('a')
  .endWith('a')
  .run();

// Several ends: the output of one, or an object of those that ran.
const forked = chain.endWith('shout');
expectTypeOf(forked.run('x')).resolves.toEqualTypeOf<
  number | string | { readonly count?: number; readonly shout?: string }
>();

// Names are checked where they are used.
// @ts-expect-error no such node
chain.addEdge('shout', 'cuont');
// @ts-expect-error no such node
chain.addEdge('shuot', 'count');
// @ts-expect-error no such node
chain.startWith('x');
// @ts-expect-error no such node
chain.endWith('x');
// @ts-expect-error a name is taken
chain.addNode('count', count);
// @ts-expect-error no such node
chain.toText({ x: 'running' });
// @ts-expect-error no such state
chain.toMermaid({ count: 'done' });
chain.toJSON({ count: 'running' });
chain.toText(new Map([['count', 'failed' as const]]));
chain.toText({ count: { state: 'running', visits: 2 } });

// A condition gets the upstream output, without being told its type.
new Graph<string>('conditions')
  .addNode('parse', async (text: string) => ({ valid: text !== '', text }))
  .addNode('use', ({ text }: { text: string }) => text)
  .addEdge('parse', 'use', {
    when: (output) => {
      expectTypeOf(output).toEqualTypeOf<{ valid: boolean; text: string }>();
      return output.valid;
    },
  });
// @ts-expect-error a condition answers with a boolean
chain.addEdge('count', 'shout', { when: (length) => length });

// An output must fit the argument it becomes, in the order of the edges.
const joined = new Graph<string>('joined')
  .addNode('text', (text: string) => text)
  .addNode('length', (text: string) => text.length)
  .addNode('both', (text: string, length: number) => `${text} ${length}`)
  .addNode('either', (text: string | undefined, length: number | undefined) => text ?? length, { join: 'any' })
  .addNode('careless', (text: string) => text, { join: 'any' })
  .addNode('nothing', () => 0)
  .addNode('all', (...values: (string | number)[]) => values);
joined.addEdge('text', 'both').addEdge('length', 'both');
joined.addEdge('text', 'either').addEdge('length', 'either').endWith('either');
joined.addEdge('text', 'all').addEdge('length', 'all').addEdge('text', 'nothing');
// @ts-expect-error a number is no text
joined.addEdge('length', 'both');
// @ts-expect-error the second argument is a number
joined.addEdge('text', 'both').addEdge('nothing', 'careless').addEdge('text', 'both');
// @ts-expect-error an edge that is not taken gives undefined
joined.addEdge('text', 'careless');

// The input must fit what begins.
const numbers = new Graph<number>('numbers').addNode('count', count).addNode('double', (value: number) => value * 2);
numbers.startWith('double');
// @ts-expect-error it takes a string
numbers.startWith('count');

// A graph is an action, with its input and result.
const outer = new Graph<string>('outer')
  .addNode('inner', chain)
  .addNode('double', (value: number) => value * 2)
  .addEdge('inner', 'double')
  .startWith('inner')
  .endWith('double');
expectTypeOf(outer.run('x')).resolves.toEqualTypeOf<number>();

// After another end than a success, an edge brings an outcome.
const handled = new Graph<string>('handled')
  .addNode('count', count)
  .addNode('report', (outcome: Outcome<number>) => outcome.status)
  .addNode('length', (length: number) => length)
  .addNode('again', (outcome: Outcome<number>) => outcome.status)
  .addEdge('count', 'report', {
    on: 'failed',
    when: (outcome) => {
      expectTypeOf(outcome).toEqualTypeOf<Outcome<number>>();
      return outcome.status === 'failed';
    },
  });
handled.addEdge('count', 'again', { on: 'settled' });
handled.addEdge('count', 'length', { on: 'succeeded', when: (length) => length > 1 });
// @ts-expect-error an outcome is no number
handled.addEdge('count', 'length', { on: 'failed' });
// @ts-expect-error a number is no outcome
handled.addEdge('count', 'again');
// @ts-expect-error no such end
handled.addEdge('count', 'again', { on: 'finished' });

// Nothing has come back yet when a node is first visited.
const looping = new Graph<string>('looping')
  .addNode('topic', (topic: string) => topic)
  .addNode('write', (topic: string, feedback?: string) => `${topic} ${feedback}`)
  .addNode('rigid', (topic: string, feedback: string) => `${topic} ${feedback}`)
  .addNode('review', (draft: string) => draft)
  .addEdge('topic', 'write')
  .addEdge('topic', 'rigid')
  .addEdge('write', 'review');
looping.addEdge('review', 'write', { when: (draft) => draft === '', maxVisits: 3 });
// @ts-expect-error the argument is missing on the first visit
looping.addEdge('review', 'rigid', { maxVisits: 3 });
// A start has the input then.
looping.addEdge('review', 'topic', { maxVisits: 3 }).startWith('topic');
// @ts-expect-error a number
looping.addEdge('review', 'write', { maxVisits: '3' });

// @ts-expect-error all or any
chain.addNode('x', count, { join: 'some' });
// @ts-expect-error not an action
chain.addNode('x', 'count');

// Graphs made in a loop know their names at run time only.
const made = new Graph<string, AnyNodes, string, string>('made');
for (const name of ['a', 'b']) made.addNode(name, count);
made.addEdge('a', 'b').startWith('a').endWith('b');
