import type { GraphEdge } from './edge.js';

/** The edges of a node in the order they were added. */
export function edgesOf(index: ReadonlyMap<string, readonly GraphEdge[]>, name: string): readonly GraphEdge[] {
  return index.get(name) ?? [];
}
