import type { Pool } from 'pg';
import type { StreamEvent, StreamFrame } from '../../../src/contract/stream.js';
import { topicChannel } from './listener.js';

/** Rows a subscriber takes at once. */
const page = 100;

/** Counts, appends and wakes, all or nothing: run, frames as JSON, name of the batch, topic. */
export const show = `
  with place as (
    insert into perdure_stream_runs as runs (run, last) values ($1, cardinality($2::text[]))
    on conflict (run) do update set last = runs.last + excluded.last, at = now()
    returning last
  ), shown as (
    insert into perdure_stream_events (run, seq, frame, batch)
    select $1, last - cardinality($2::text[]) + number, frame, case when number = 1 then $3 end
    from place, unnest($2::text[]) with ordinality as frames (frame, number)
  )
  select pg_notify('${topicChannel}', $4) from place`;

/**
 * Removes what is older than so many milliseconds. Counters stay much longer, so that the numbers of a run that waits for
 * days go on.
 */
export const forgetOlder = `
  with forgotten as (
    delete from perdure_stream_events where at < now() - $1::float8 * interval '1 millisecond'
  )
  delete from perdure_stream_runs where at < now() - 30 * $1::float8 * interval '1 millisecond'`;

/** A number that was never given comes from a counter that is gone: then everything is new. */
const news = `
  select seq, frame from perdure_stream_events
  where run = $1
    and seq > case when $2 > (select last from perdure_stream_runs where run = $1) then 0 else $2 end
  order by seq limit ${page}`;

export async function readAfter(pool: Pool, run: string, last: number): Promise<StreamEvent[]> {
  const { rows } = await pool.query<{ readonly seq: string; readonly frame: string }>(news, [run, last]);
  // 64-bit numbers come as text.
  return rows.map(({ seq, frame }) => ({ seq: Number(seq), frame: JSON.parse(frame) as StreamFrame }));
}

/** The batch is there: it had arrived, although nobody heard of it. */
export function alreadyShown(error: unknown): boolean {
  const { code, constraint } = error as { readonly code?: string; readonly constraint?: string };
  return code === '23505' && constraint === 'perdure_stream_batches';
}
