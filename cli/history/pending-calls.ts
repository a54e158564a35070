import type { WorkflowExecutionDescription } from '@temporalio/client';
import type { Pending } from '../timeline/add-present.js';
import type { Decoder } from '../timeline/decoder.js';
import { eventTime } from '../timeline/event-time.js';

/** Temporal's number for a call whose body runs now. */
const started = 2;

/** The calls a run waits for now, with what their workers last said. */
export async function pendingCalls({ raw }: WorkflowExecutionDescription, decoder: Decoder): Promise<Pending[]> {
  return Promise.all(
    (raw.pendingActivities ?? []).map(async (call) => ({
      activityId: call.activityId ?? '',
      attempt: call.attempt ?? 1,
      startedAt: call.state === started ? eventTime(call.lastStartedTime) : undefined,
      failure: await decoder.failure(call.lastFailure),
      progress: progressIn(await decoder.input(call.heartbeatDetails)),
      nextAttemptAt: eventTime(call.nextAttemptScheduleTime),
    })),
  );
}

/** Our heartbeats carry `{ note, progress }`; other programs' carry what they like. */
function progressIn(beat: unknown): unknown {
  if (typeof beat !== 'object' || beat === null) return beat;
  return 'progress' in beat ? beat.progress : Object.keys(beat).every((key) => key === 'note') ? undefined : beat;
}
