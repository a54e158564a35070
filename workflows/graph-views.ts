import type { GraphView } from '../src/contract/graphs.js';

type Look = () => Omit<GraphView, 'id'>;

/** A run that runs a graph for each of many items must not keep, or tell, all of them. */
const mostKept = 100;

/** The graphs of one run, in the order they began: those that run, and the latest of those that have ended. */
export class GraphViews {
  private readonly kept = new Map<string, Look>();
  private readonly counts = new Map<string, number>();

  add(name: string, look: Look): void {
    const count = (this.counts.get(name) ?? 0) + 1;
    this.counts.set(name, count);
    this.kept.set(count === 1 ? name : `${name}#${count}`, look);
    if (this.kept.size <= mostKept) return;
    const oldest = [...this.kept].find(([, one]) => one().status !== 'running');
    if (oldest) this.kept.delete(oldest[0]);
  }

  list(): GraphView[] {
    return [...this.kept].map(([id, look]) => ({ id, ...look() }));
  }
}
