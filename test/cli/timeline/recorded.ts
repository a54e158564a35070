import { readFileSync } from 'node:fs';
import { defaultFailureConverter, defaultPayloadConverter } from '@temporalio/common';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { createDecoder } from '../../../cli/timeline/decoder.js';
import { readEvent } from '../../../cli/timeline/read-event.js';
import type { RunEvent } from '../../../cli/timeline/run-event.js';
import type { Timeline } from '../../../cli/timeline/timeline.js';
import { TimelineBuilder } from '../../../cli/timeline/timeline-builder.js';

/** The history of a run that was recorded on a real server. */
export async function recordedEvents(name: string): Promise<RunEvent[]> {
  const text = readFileSync(new URL(`../fixtures/${name}.history.json`, import.meta.url), 'utf8');
  const { events } = historyFromJSON(JSON.parse(text));
  const decoder = createDecoder({
    payloadConverter: defaultPayloadConverter,
    failureConverter: defaultFailureConverter,
    payloadCodecs: [],
  });
  const said: RunEvent[] = [];
  for (const event of events ?? []) {
    const one = await readEvent(event, decoder);
    if (one !== undefined) said.push(one);
  }
  return said;
}

export function build(events: readonly RunEvent[]): Timeline {
  const builder = new TimelineBuilder();
  for (const event of events) builder.add(event);
  return builder.build();
}
