import type { temporal } from '@temporalio/proto';
import type { Decoder } from './decoder.js';
import { eventTime } from './event-time.js';
import type { RunEvent } from './run-event.js';

type LocalTask = Omit<Extract<RunEvent, { kind: 'local-task' }>, 'at'>;

const marker = 'core_local_activity';

/** What the engine writes down about a local activity, in plain JSON for every codec. */
interface Facts {
  readonly activity_type?: string;
  readonly attempt?: number;
  readonly original_schedule_time?: { readonly seconds: number; readonly nanos: number } | null;
}

/** A local task leaves one event, when it has ended. */
export async function readLocalTask(
  event: temporal.api.history.v1.IHistoryEvent,
  decoder: Decoder,
): Promise<LocalTask | undefined> {
  const recorded = event.markerRecordedEventAttributes;
  if (recorded?.markerName !== marker) return undefined;
  const facts = parse(recorded.details?.['data']?.payloads?.[0]?.data);
  const failure = await decoder.failure(recorded.failure);
  const at = eventTime(event.eventTime) ?? 0;
  return {
    kind: 'local-task',
    step: String(event.eventId),
    name: facts.activity_type ?? '',
    summary: await decoder.text(event.userMetadata?.summary),
    attempt: facts.attempt ?? 1,
    startedAt: Math.min(eventTime(facts.original_schedule_time as never) ?? at, at),
    how: failure === undefined ? 'succeeded' : 'failed',
    ...(failure && { failure }),
  };
}

function parse(data: Uint8Array | null | undefined): Facts {
  try {
    return JSON.parse(Buffer.from(data ?? []).toString('utf8')) as Facts;
  } catch {
    return {};
  }
}
