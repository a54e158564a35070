import type { Client } from '@temporalio/client';
import { scheduleUrl } from '../web-ui.js';
import { type ScheduleSummary, summariseSchedule } from './describe-schedule.js';
import { fromScheduleClient } from './schedule-failures.js';

/** All schedules of the namespace, by name. */
export async function listSchedules(client: Client, uiUrl: string | undefined): Promise<ScheduleSummary[]> {
  const found: ScheduleSummary[] = [];
  try {
    for await (const schedule of client.schedule.list()) {
      found.push(summariseSchedule(schedule, scheduleUrl(uiUrl, client.options.namespace, schedule.scheduleId)));
    }
  } catch (error) {
    throw fromScheduleClient(error, '(list)');
  }
  return found.toSorted((one, other) => one.name.localeCompare(other.name));
}
