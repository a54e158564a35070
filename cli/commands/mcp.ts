import { once } from 'node:events';
import type { Server } from 'node:http';
import type { Command } from 'commander';
import { loadApp } from '../../worker/load-app.js';
import { onAction } from '../action.js';
import { type AppOptions, appOption } from '../app/app-option.js';
import { enableTypeScript } from '../app/enable-typescript.js';
import { findApp } from '../app/find-app.js';
import { listen } from '../codec/listen.js';
import { toCount } from '../count-option.js';
import { mcpHttpServer, mcpPath } from '../mcp/http-server.js';
import { loadSdk } from '../mcp/load-sdk.js';
import { refuseOpenServer } from '../mcp/refuse-open-server.js';
import { servedWorkflows } from '../mcp/served-workflow.js';
import { claimStdout, serveStdio } from '../mcp/stdio-server.js';
import { reservedNames, ToolSet } from '../mcp/tool-set.js';
import { toPortOrFree } from '../port-option.js';
import type { Shell } from '../shell.js';
import { untilInterrupted } from '../until-interrupted.js';

interface McpOptions extends AppOptions {
  readonly stdio?: boolean;
  readonly port: number;
  readonly host: string;
  readonly origin: readonly string[];
  readonly workflow?: readonly string[];
  readonly maxResult: number;
}

/** `perdure mcp` */
export function mcp(command: Command): void {
  command
    .summary('serve the workflows as tools for agents (MCP)')
    .description(
      "Serves the app's workflows as tools over the Model Context Protocol: start runs, wait for results, answer pauses. Runs need a worker, here or elsewhere.",
    )
    .addOption(appOption())
    .option('--stdio', 'speak over standard input and output, to the program that starts this command')
    .option('--port <number>', 'over HTTP: its port; 0 for any that is free', toPortOrFree, 0)
    .option(
      '--host <address>',
      'the address it listens on; another than this machine needs PERDURE_MCP_TOKEN',
      '127.0.0.1',
    )
    .option('--origin <url...>', 'web pages that may call it, as their browser says them', [])
    .option('--workflow <name...>', 'serve these workflows only (default: all of the app)')
    .option('--max-result <bytes>', 'largest answer of a tool', toCount, 200_000);
  onAction<[], McpOptions>(command, async (shell, _, options) => {
    const output = options.stdio === true ? claimStdout() : undefined;
    const token = process.env['PERDURE_MCP_TOKEN'] || undefined;
    if (!output) refuseOpenServer(options.host, token);
    const sdk = await loadSdk();
    const stop = new AbortController();
    const tools = await openTools(shell, options, stop.signal);
    if (output) {
      const server = await serveStdio(sdk, tools, output);
      await Promise.race([server.ended, untilInterrupted(() => undefined)]);
      stop.abort();
      await tools.settled();
      return server.close();
    }
    const server = await mcpHttpServer(sdk, tools, { token, origins: options.origin });
    const url = `${await listen(server, options.host, options.port)}${mcpPath}`;
    present(shell, { url, tools: tools.list.map(({ spec }) => spec.name), token: token !== undefined });
    await untilInterrupted(() => undefined);
    stop.abort();
    await close(server, tools);
  });
}

async function openTools(
  shell: Shell,
  { app, workflow, maxResult }: McpOptions,
  stopping: AbortSignal,
): Promise<ToolSet> {
  const files = findApp(app);
  await enableTypeScript(files);
  await loadApp(files);
  const workflows = servedWorkflows(workflow, reservedNames);
  const settings = { app: await shell.connect(), workflows, taskQueue: shell.options.taskQueue, stopping };
  return new ToolSet(settings, maxResult);
}

function present(
  shell: Shell,
  facts: { readonly url: string; readonly tools: readonly string[]; readonly token: boolean },
): void {
  shell.printJson(facts);
  const { bold, dim } = shell.colours;
  shell.print(`${dim('MCP server')}  ${bold(facts.url)}  ${dim(`${facts.tools.length} tools`)}`);
  shell.print(dim(facts.token ? 'Callers send the token of PERDURE_MCP_TOKEN. Ctrl-C stops.' : 'Ctrl-C stops.'));
}

/** Calls that wait for a run answer at once, with how it stands; then the doors close. */
async function close(server: Server, tools: ToolSet): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  await tools.settled();
  server.closeIdleConnections();
  // An answer that has just been written is on its way.
  setTimeout(() => server.closeAllConnections(), 1_000).unref();
  await closed;
}
