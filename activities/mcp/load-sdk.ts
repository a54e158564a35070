import { loadOptional } from '../load-optional.js';

/** The parts of the SDK that are used; loaded when a server is called first. */
export function loadSdk(): Promise<Sdk> {
  return loadOptional('@modelcontextprotocol/sdk', load);
}

export type Sdk = Awaited<ReturnType<typeof load>>;

async function load() {
  const [client, http, sse, auth, stdio, types] = await Promise.all([
    import('@modelcontextprotocol/sdk/client/index.js'),
    import('@modelcontextprotocol/sdk/client/streamableHttp.js'),
    import('@modelcontextprotocol/sdk/client/sse.js'),
    import('@modelcontextprotocol/sdk/client/auth-extensions.js'),
    import('@modelcontextprotocol/sdk/shared/stdio.js'),
    import('@modelcontextprotocol/sdk/types.js'),
  ]);
  return { ...client, ...http, ...sse, ...auth, ...stdio, ...types };
}
