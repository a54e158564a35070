import type { ActionKind } from './action.js';
import { edgeLabel } from './edge-label.js';
import type { NodeState } from './node-state.js';
import type { EdgeJson, GraphJson, NodeJson } from './to-json.js';

const shapes: { readonly [K in ActionKind]: readonly [string, string] } = {
  task: ['["', '"]'],
  function: ['("', '")'],
  workflow: ['[["', '"]]'],
  graph: ['[["', '"]]'],
};

const classes: { readonly [S in NodeState]: string } = {
  pending: 'fill:#f6f8fa,stroke:#8c959f,color:#24292f,stroke-dasharray:4 3',
  running: 'fill:#ddf4ff,stroke:#0969da,color:#0a3069',
  succeeded: 'fill:#dafbe1,stroke:#1a7f37,color:#0f3d1c',
  failed: 'fill:#ffebe9,stroke:#cf222e,color:#82071e',
  skipped: 'fill:#ffffff,stroke:#d0d7de,color:#8c959f',
  cancelled: 'fill:#fff8c5,stroke:#9a6700,color:#4d2d00',
};

/** A Mermaid flowchart: solid edges are always followed, dotted ones on a condition or after a failure. */
export function toMermaid({ nodes, edges, starts, ends }: GraphJson): string {
  // Numbers instead of names, which could be words of the language such as `end`.
  const ids = new Map(nodes.map(({ name }, index) => [name, `n${index}`]));
  const idOf = (name: string): string => ids.get(name) ?? name;
  const lines = [
    'flowchart TD',
    ...nodes.map((node) => `${idOf(node.name)}${drawNode(node)}`),
    ...(starts.length > 0 ? ['start(("start"))'] : []),
    ...(ends.length > 0 ? ['finish((("end")))'] : []),
    ...starts.map((name) => `start --> ${idOf(name)}`),
    ...edges.map((edge) => `${idOf(edge.from)} ${drawEdge(edge)} ${idOf(edge.to)}`),
    ...ends.map((name) => `${idOf(name)} --> finish`),
    ...drawStates(nodes, idOf),
  ];
  return lines.map((line, index) => (index === 0 ? line : `  ${line}`)).join('\n');
}

function drawNode({ name, action, join, visits = 0, reason }: NodeJson): string {
  const [open, close] = shapes[action];
  const title = [name, join === 'any' && '(any)', visits > 1 && `×${visits}`].filter(Boolean).join(' ');
  const text = [title, reason].flatMap((line) => (line === undefined ? [] : [escapeLabel(line)]));
  return `${open}${text.join('<br/>')}${close}`;
}

function drawEdge(edge: EdgeJson): string {
  const label = edgeLabel(edge);
  const text = label === '' ? '' : `|"${escapeLabel(label)}"|`;
  return edge.when !== undefined || edge.on === 'failed' ? `-.->${text}` : `-->${text}`;
}

function drawStates(nodes: readonly NodeJson[], idOf: (name: string) => string): string[] {
  return Object.entries(classes).flatMap(([state, style]) => {
    const members = nodes.filter((node) => node.state === state);
    if (members.length === 0) return [];
    return [`classDef ${state} ${style}`, `class ${members.map(({ name }) => idOf(name)).join(',')} ${state}`];
  });
}

/** Letters, digits and harmless signs stay; everything else could be syntax and becomes a character code. */
function escapeLabel(text: string): string {
  return text.replace(/[^\p{L}\p{M}\p{N} _.,:()+×-]/gu, (character) => `#${character.codePointAt(0)};`);
}
