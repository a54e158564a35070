import { loadOptional } from '../../activities/load-optional.js';

const sdk = '@modelcontextprotocol/sdk';

/** What every MCP server here is made of. */
export async function loadSdk() {
  const [{ Server }, types] = await loadOptional(sdk, () =>
    Promise.all([import('@modelcontextprotocol/sdk/server/index.js'), import('@modelcontextprotocol/sdk/types.js')]),
  );
  return { Server, types };
}

export type Sdk = Awaited<ReturnType<typeof loadSdk>>;

export async function loadStdio() {
  const { StdioServerTransport } = await loadOptional(sdk, () => import('@modelcontextprotocol/sdk/server/stdio.js'));
  return StdioServerTransport;
}

export async function loadHttp() {
  const { StreamableHTTPServerTransport } = await loadOptional(
    sdk,
    () => import('@modelcontextprotocol/sdk/server/streamableHttp.js'),
  );
  return StreamableHTTPServerTransport;
}
