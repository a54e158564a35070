import type { GraphEdge } from './edge.js';
import type { GraphNode } from './node.js';
import type { GraphProblem } from './graph-problem.js';

/** A graph exactly as it was declared, mistakes included: what `validate` looks at. */
export interface GraphParts {
  readonly name: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly starts: readonly string[];
  readonly ends: readonly string[];
  /** What was wrong with single declarations and left no trace in the parts, such as an unknown option. */
  readonly mistakes: readonly GraphProblem[];
}
