import type { WorkflowExecutionDescription } from '@temporalio/client';
import type { App } from '../../client/index.js';
import { firstPageSize } from '../../client/history/page-size.js';
import { readHistory } from '../../client/history/read-history.js';
import type { Decoder } from '../timeline/decoder.js';
import { ModelCallReader } from '../timeline/read-model-call.js';
import { readEvent } from '../timeline/read-event.js';
import type { Timeline } from '../timeline/timeline.js';
import { TimelineBuilder } from '../timeline/timeline-builder.js';

/** Reads a run's whole history. `onEvents` hears how many have been read so far. */
export async function readTimeline(
  app: App,
  { workflowId, runId, historySize = 0, historyLength }: WorkflowExecutionDescription,
  decoder: Decoder,
  onEvents?: (count: number) => void,
): Promise<Timeline> {
  const builder = new TimelineBuilder();
  const modelCalls = new ModelCallReader(decoder);
  const pageSize = firstPageSize(historySize, historyLength);
  let count = 0;
  for await (const event of readHistory(app.client, { workflowId, runId, order: 'oldest-first', pageSize })) {
    count += 1;
    onEvents?.(count);
    const said = await readEvent(event, decoder);
    if (said !== undefined) builder.add(await modelCalls.enrich(said, event));
  }
  return builder.build();
}
