import type { ScheduleTiming } from '../../client/index.js';
import { humanDuration } from '../terminal/human-duration.js';

/** When a schedule starts runs, in a few words. */
export function describeTiming(timing: ScheduleTiming): string {
  switch (timing.kind) {
    case 'cron':
      return `${timing.cron} (${timing.timezone})`;
    case 'every':
      return `every ${humanDuration(timing.every)}${timing.offset > 0 ? ` + ${humanDuration(timing.offset)}` : ''}`;
    case 'at':
      return `once, ${utc(timing.at)}`;
    default:
      return 'a calendar made elsewhere';
  }
}

export function utc(date: Date): string {
  return date
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC');
}
