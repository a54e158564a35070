import { type ActionKind, actionKind } from './action.js';
import { edgeLabel, type GraphEdge } from './edge.js';
import type { GraphPlan } from './graph-plan.js';
import type { GraphNode } from './node.js';
import { type NodeState, stateLookup } from './node-state.js';

const shapes: { readonly [K in ActionKind]: readonly [string, string] } = {
  task: ['["', '"]'],
  function: ['("', '")'],
  workflow: ['[["', '"]]'],
  graph: ['[["', '"]]'],
};

const classes: { readonly [S in NodeState]: string } = {
  waiting: 'fill:#f6f8fa,stroke:#8c959f,color:#24292f,stroke-dasharray:4 3',
  running: 'fill:#ddf4ff,stroke:#0969da,color:#0a3069',
  succeeded: 'fill:#dafbe1,stroke:#1a7f37,color:#0f3d1c',
  failed: 'fill:#ffebe9,stroke:#cf222e,color:#82071e',
  skipped: 'fill:#ffffff,stroke:#d0d7de,color:#8c959f',
  cancelled: 'fill:#fff8c5,stroke:#9a6700,color:#4d2d00',
};

/** A Mermaid flowchart: solid edges are always followed, dotted ones on a condition. */
export function toMermaid(plan: GraphPlan, states?: unknown): string {
  // Numbers instead of names, which could be words of the language such as `end`.
  const ids = new Map([...plan.nodes.keys()].map((name, index) => [name, `n${index}`]));
  const idOf = (name: string): string => ids.get(name) ?? name;
  const lines = [
    'flowchart TD',
    ...[...plan.nodes.values()].map((node) => `${idOf(node.name)}${drawNode(node)}`),
    ...(plan.starts.length > 0 ? ['start(("start"))'] : []),
    ...(plan.ends.length > 0 ? ['finish((("end")))'] : []),
    ...plan.starts.map((name) => `start --> ${idOf(name)}`),
    ...plan.edges.map((edge) => `${idOf(edge.from)} ${drawEdge(edge)} ${idOf(edge.to)}`),
    ...plan.ends.map((name) => `${idOf(name)} --> finish`),
    ...drawStates(plan, idOf, states),
  ];
  return lines.map((line, index) => (index === 0 ? line : `  ${line}`)).join('\n');
}

function drawNode({ name, action, join }: GraphNode): string {
  const [open, close] = shapes[actionKind(action) ?? 'function'];
  return `${open}${escapeLabel(join === 'any' ? `${name} (any)` : name)}${close}`;
}

function drawEdge(edge: GraphEdge): string {
  const label = edgeLabel(edge);
  const text = label === '' ? '' : `|"${escapeLabel(label)}"|`;
  return edge.when ? `-.->${text}` : `-->${text}`;
}

function drawStates(plan: GraphPlan, idOf: (name: string) => string, states: unknown): string[] {
  const stateOf = stateLookup(states);
  if (!stateOf) return [];
  return Object.entries(classes).flatMap(([state, style]) => {
    const members = [...plan.nodes.keys()].filter((name) => stateOf(name) === state);
    return members.length === 0 ? [] : [`classDef ${state} ${style}`, `class ${members.map(idOf).join(',')} ${state}`];
  });
}

/** Letters, digits and harmless signs stay; everything else could be syntax and becomes a character code. */
function escapeLabel(text: string): string {
  return text.replace(/[^\p{L}\p{M}\p{N} _.,:()+-]/gu, (character) => `#${character.codePointAt(0)};`);
}
