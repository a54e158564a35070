import type { Command } from 'commander';
import type { GraphView } from '../../client/index.js';
import { PerdureError } from '../../src/errors.js';
import { toText } from '../../src/graph/text/to-text.js';
import { toMermaid } from '../../src/graph/to-mermaid.js';
import { loadApp } from '../../worker/load-app.js';
import { onAction } from '../action.js';
import { type AppOptions, appOption } from '../app/app-option.js';
import { enableTypeScript } from '../app/enable-typescript.js';
import { findApp } from '../app/find-app.js';
import { type Drawable, listGraphs } from '../app/graph-problems.js';
import { askGraphs } from '../runs/ask-graphs.js';
import { pickGraphs } from '../runs/pick-graphs.js';
import type { Shell } from '../shell.js';

interface GraphOptions extends AppOptions {
  readonly run?: string;
  readonly mermaid?: boolean;
}

/** `perdure graph` */
export function graph(command: Command): void {
  command
    .description('Draws a graph of the app, or of a run with the state of each node.')
    .argument('[name]', "the graph's name; with --run also review#2 for the second of that name, and left out for all")
    .addOption(appOption())
    .option('--run <id>', 'draw it as it stands in a run, open or ended; asks its worker')
    .option('--mermaid', 'as Mermaid source, for Markdown');
  onAction<[string | undefined], GraphOptions>(command, async (shell, [name], options) => {
    if (options.run === undefined) await drawDefinition(shell, name, options);
    else await drawRun(shell, name, { run: options.run, mermaid: options.mermaid === true });
  });
}

async function drawDefinition(shell: Shell, name: string | undefined, { app, mermaid }: GraphOptions): Promise<void> {
  const files = findApp(app);
  await enableTypeScript(files);
  await loadApp(files);
  const found = findGraph(name);
  shell.printJson(found.toJSON());
  shell.print(mermaid === true ? found.toMermaid() : found.toText());
}

async function drawRun(
  shell: Shell,
  name: string | undefined,
  { run, mermaid }: { readonly run: string; readonly mermaid: boolean },
): Promise<void> {
  const views = await askGraphs(await shell.connect(), run);
  const found = pickGraphs(run, views, name);
  shell.printJson(name === undefined ? found : found[0]);
  for (const view of found) shell.print(mermaid ? toMermaid(view) : `${drawView(run, view)}\n`);
  const others = views.filter((view) => view.name === found[0]?.name && !found.includes(view));
  if (others.length > 0) {
    shell.note(
      `Run '${run}' has more of that name: ${others.map(({ id, status }) => `${id} (${status})`).join(', ')}.`,
    );
  }
}

function drawView(run: string, view: GraphView): string {
  return `run ${run}: ${view.status}\n${toText({ ...view, name: view.id })}`;
}

function findGraph(name: string | undefined): Drawable {
  const graphs = listGraphs();
  const names = [...graphs.keys()];
  const found = graphs.get(name ?? (names.length === 1 ? names[0] : undefined) ?? '');
  if (found !== undefined) return found.graph;
  const missing = name === undefined ? 'Say which graph to draw.' : `The app has no graph '${name}'.`;
  throw new PerdureError({
    code: 'Graph.NotFound',
    message: `${missing} ${names.length > 0 ? `There are: ${names.join(', ')}.` : 'It has none: new Graph(…) must be called where the file is loaded, not inside a workflow.'}`,
    details: { graph: name ?? null, graphs: names },
  });
}
