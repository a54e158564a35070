import { startOrReject } from '../cancellation.js';
import { map, type MapOptions } from './map.js';

/** One page of a source. */
export interface Page<T, C> {
  readonly items: readonly T[];
  /** Where the next page begins; nothing after the last. */
  readonly next?: C | null;
}

/**
 * Runs a task for each item of a source that is read in pages, one page after another; results come in order.
 *
 * ```ts
 * const listOrders = task('list_orders', async (cursor?: string) => api.orders({ cursor }));   // { items, next }
 * const sent = await mapPages(sendInvoice, listOrders);
 * ```
 * Each page is read by a task and so recorded: after a crash the run goes on in the page where it was. For sources
 * without an end see {@link continueAsNew}.
 * @param options see {@link MapOptions}; `from` is where to begin
 * @throws what the pages and items throw; PerdureError `Flow.InvalidOptions`
 */
export function mapPages<T, R, C>(
  run: (item: T) => R | PromiseLike<R>,
  readPage: (from: C | undefined) => Page<T, C> | PromiseLike<Page<T, C>>,
  options: MapOptions & { readonly from?: C; readonly onError?: 'fail' } = {},
): Promise<Awaited<R>[]> {
  return startOrReject(async () => {
    const results: Awaited<R>[] = [];
    let from: C | null | undefined = options.from;
    do {
      const page: Page<T, C> = await readPage(from ?? undefined);
      for (const result of await map(run, page.items, options)) results.push(result as Awaited<R>);
      from = page.next;
    } while (from !== undefined && from !== null);
    return results;
  });
}
