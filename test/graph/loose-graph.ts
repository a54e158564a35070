import { Graph } from '../../src/graph/graph.js';
import type { AnyNodes } from '../../src/graph/graph-types.js';

/** A graph whose names the compiler does not check, so that a test can make every mistake. */
export function looseGraph(name: string): Graph<unknown, AnyNodes, string> {
  return new Graph<unknown, AnyNodes, string>(name);
}
