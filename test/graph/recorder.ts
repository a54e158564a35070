import { looseGraph } from './loose-graph.js';

/** Notes each visit with its arguments, and returns what the visit of that number is to return. */
export function recorder() {
  const visits: [string, ...unknown[]][] = [];
  const count = (name: string): number => visits.filter(([one]) => one === name).length;
  const node =
    (name: string, output: (visit: number, ...given: unknown[]) => unknown = (visit) => `${name}${visit}`) =>
    (...given: unknown[]) => {
      visits.push([name, ...given]);
      return output(count(name), ...given);
    };
  return { visits, node, count };
}

export const is = (wanted: string) => (given: unknown) => given === wanted;
export const not = (wanted: string) => (given: unknown) => given !== wanted;

/** write -> review -> (back to write) -> publish; the review is content with a draft of that number. */
export function drafts(name: string, content: number, maxVisits = 3) {
  const { visits, node } = recorder();
  const graph = looseGraph(name)
    .addNode('topic', node('topic'))
    .addNode('write', node('write'))
    .addNode(
      'review',
      node('review', (visit) => (visit >= content ? 'good' : `note${visit}`)),
    )
    .addNode('publish', node('publish'))
    .addEdge('topic', 'write')
    .addEdge('write', 'review')
    .addEdge('review', 'write', { when: not('good'), maxVisits })
    .addEdge('review', 'publish', { when: is('good') })
    .startWith('topic')
    .endWith('publish');
  return { graph, visits };
}
