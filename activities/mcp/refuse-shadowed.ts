import { listDefinitions } from '../../src/definition/register.js';
import { PerdureError } from '../../src/errors.js';

/**
 * A task named like a server's tool would be called in its place.
 * @throws PerdureError `Definition.Duplicate` naming both
 */
export function refuseShadowed(): void {
  for (const server of listDefinitions('mcp').keys()) {
    for (const kind of ['task', 'agent'] as const) {
      for (const [name, { place }] of listDefinitions(kind)) {
        if (!name.startsWith(`${server}.`) && !name.startsWith(`${server}:`)) continue;
        throw new PerdureError({
          code: 'Definition.Duplicate',
          message: `${kind} '${name}' (${place}) has a name that belongs to the MCP server '${server}', whose tools are recorded as ${server}.<tool>. Rename one of them.`,
          details: { name, server },
        });
      }
    }
  }
}
