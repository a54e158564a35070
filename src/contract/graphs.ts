/**
 * What a run tells about the graphs it runs and has run, without an event in history.
 *
 * `temporal workflow query --workflow-id order-17 --type graphs`
 */
import type { GraphJson } from '../graph/to-json.js';

export const graphsQuery = 'graphs';

/** One row of the query `graphs`: a graph as it stands in one run, with the state of each node. */
export interface GraphView extends GraphJson {
  /** The graph's name; from the second run of that name on `review#2`, `review#3`, … */
  readonly id: string;
  readonly status: 'running' | 'succeeded' | 'failed' | 'cancelled';
}
