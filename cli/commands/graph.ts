import type { Command } from 'commander';
import { PerdureError } from '../../src/errors.js';
import { loadApp } from '../../worker/load-app.js';
import { onAction } from '../action.js';
import { type AppOptions, appOption } from '../app/app-option.js';
import { enableTypeScript } from '../app/enable-typescript.js';
import { findApp } from '../app/find-app.js';
import { type Drawable, listGraphs } from '../app/graph-problems.js';

/** `perdure graph` */
export function graph(command: Command): void {
  command
    .description('Draws a graph of the app.')
    .argument('<name>', "the graph's name")
    .addOption(appOption())
    .option('--mermaid', 'as Mermaid source, for Markdown');
  onAction<[string], AppOptions & { readonly mermaid?: boolean }>(command, async (shell, [name], { app, mermaid }) => {
    const files = findApp(app);
    await enableTypeScript(files);
    await loadApp(files);
    const found = findGraph(name);
    shell.printJson(found.toJSON());
    shell.print(mermaid === true ? found.toMermaid() : found.toText());
  });
}

function findGraph(name: string): Drawable {
  const graphs = listGraphs();
  const found = graphs.get(name);
  if (found !== undefined) return found.graph;
  const names = [...graphs.keys()];
  throw new PerdureError({
    code: 'Graph.NotFound',
    message: `The app has no graph '${name}'. ${names.length > 0 ? `There are: ${names.join(', ')}.` : 'It has none: new Graph(…) must be called where the file is loaded, not inside a workflow.'}`,
    details: { graph: name, graphs: names },
  });
}
