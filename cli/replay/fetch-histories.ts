import type { App, RunFilter } from '../../client/index.js';
import { firstPageSize } from '../../client/history/page-size.js';
import { type HistoryEvent, readHistory } from '../../client/history/read-history.js';
import type { NamedHistory } from '../../worker/replay-histories.js';

export interface FetchOptions {
  /** Ids of runs; else the runs that fit the filter. */
  readonly ids: readonly string[];
  readonly filter: RunFilter;
  readonly limit: number;
}

/** Histories from the server, one at a time and in small pages. */
export async function* fetchHistories(app: App, { ids, filter, limit }: FetchOptions): AsyncGenerator<NamedHistory> {
  const runs =
    ids.length > 0
      ? ids.map((id) => ({ id, runId: undefined }))
      : (await app.list(filter, limit)).map(({ id, runId }) => ({ id, runId }));
  for (const { id, runId } of runs) yield { source: id, history: { events: await eventsOf(app, id, runId) } };
}

async function eventsOf(app: App, id: string, runId: string | undefined): Promise<HistoryEvent[]> {
  // Also says clearly that there is no such run.
  const { runId: found } = await app.run(id, runId).describe();
  const { historySize = 0, historyLength } = await app.client.workflow.getHandle(id, found).describe();
  const pageSize = firstPageSize(historySize, historyLength);
  const events: HistoryEvent[] = [];
  const which = { workflowId: id, runId: found, order: 'oldest-first', pageSize } as const;
  for await (const event of readHistory(app.client, which)) events.push(event);
  return events;
}
