import { mcpError } from './mcp-error.js';

/** More pages than this are a server that goes in circles. */
const mostPages = 1_000;

interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | undefined;
}

/** All pages of a list. */
export async function listAll<T>(
  server: string,
  page: (cursor: string | undefined) => Promise<Page<T>>,
): Promise<readonly T[]> {
  const all: T[] = [];
  const seen = new Set<string>();
  let cursor: string | undefined;
  for (;;) {
    const { items, nextCursor } = await page(cursor);
    all.push(...items);
    if (!nextCursor) return all;
    if (seen.has(nextCursor) || seen.size >= mostPages) {
      throw mcpError('Mcp.InvalidResult', server, `its list has no end: after ${seen.size + 1} pages it goes on`);
    }
    seen.add(nextCursor);
    cursor = nextCursor;
  }
}
