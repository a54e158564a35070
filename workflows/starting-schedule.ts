import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { workflowInfo } from '@temporalio/workflow';
import type { RunInfo } from '../src/flow/run-info.js';

// The server's own attributes of each run that a schedule starts.
const name = defineSearchAttributeKey('TemporalScheduledById', SearchAttributeType.KEYWORD);
const due = defineSearchAttributeKey('TemporalScheduledStartTime', SearchAttributeType.DATETIME);

/** The schedule that started this run, if one did. */
export function startingSchedule(): RunInfo['schedule'] {
  const { typedSearchAttributes: attributes, startTime } = workflowInfo();
  const schedule = attributes.get(name);
  return schedule === undefined ? undefined : { name: schedule, due: attributes.get(due) ?? startTime };
}
