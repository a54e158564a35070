import type { Command } from 'commander';
import type { ScheduleSummary } from '../../client/index.js';
import { onAction } from '../action.js';
import { describeTiming, utc } from '../schedules/describe-timing.js';
import { toScheduleRow } from '../schedules/schedule-row.js';
import type { Shell } from '../shell.js';
import { timeAgo } from '../terminal/human-duration.js';
import { table } from '../terminal/table.js';
import { terminalWidth } from '../terminal/terminal-width.js';

/** `perdure schedule list` */
export function scheduleList(command: Command): void {
  command
    .summary('all of them')
    .description('Lists the schedules by name; a new one appears a moment after it was made.');
  onAction<[]>(command, async (shell) => {
    const app = await shell.connect();
    const schedules = await app.schedules();
    shell.printJson(schedules.map(toScheduleRow));
    if (schedules.length === 0) return shell.print('No schedules.');
    for (const line of toLines(schedules, shell)) shell.print(line);
  });
}

function toLines(schedules: readonly ScheduleSummary[], { colours }: Shell): string[] {
  const columns = [
    { title: 'NAME' },
    { title: 'WORKFLOW' },
    { title: 'TIMES', flexible: true },
    { title: 'NEXT' },
    { title: 'LAST' },
  ] as const;
  const cells = schedules.map(({ name, workflow, timing, paused, next: [next], recent }) => {
    const last = recent.at(-1);
    return [
      { text: name, colour: colours.bold },
      workflow,
      describeTiming(timing),
      paused ? { text: 'paused', colour: colours.yellow } : next ? utc(next) : 'over',
      last ? timeAgo(last.startedAt) : 'never',
    ];
  });
  return table(columns, cells, { width: terminalWidth(process.stdout), titleColour: colours.dim });
}
