import type { Command } from 'commander';
import type { ScheduleDescription } from '../../client/index.js';
import { onAction } from '../action.js';
import { describeTiming, utc } from '../schedules/describe-timing.js';
import { toScheduleDetails } from '../schedules/schedule-row.js';
import { humanDuration } from '../terminal/human-duration.js';
import { showInline } from '../terminal/show-value.js';
import { table } from '../terminal/table.js';

/** `perdure schedule show` */
export function scheduleShow(command: Command): void {
  command
    .summary('one of them: its rules, the next five starts, the latest runs')
    .description('Shows a schedule: its rules, the next five starts, and the latest runs.')
    .argument('<name>', "the schedule's name");
  onAction<[string]>(command, async (shell, [name]) => {
    const app = await shell.connect();
    const schedule = await app.scheduleHandle(name).describe();
    shell.printJson(toScheduleDetails(schedule));
    const { bold, dim, yellow } = shell.colours;
    shell.print(`${bold(name)}  ${schedule.workflow}  ${schedule.paused ? yellow('paused') : 'active'}`);
    if (schedule.url !== undefined) shell.print(dim(schedule.url));
    const cells = factsOf(schedule).map(([title, text]) => [{ text: title, colour: dim }, text]);
    for (const line of table([{ title: '' }, { title: '' }], cells)) shell.print(line);
  });
}

function factsOf(schedule: ScheduleDescription): [title: string, text: string][] {
  const { timing, input, taskQueue, overlap, catchUp, from, until, note, next, recent, running, counts } = schedule;
  const facts: [string, string | undefined][] = [
    ['times', describeTiming(timing)],
    ['from', from && utc(from)],
    ['until', until && utc(until)],
    ['input', input === undefined ? undefined : showInline(input)],
    ['queue', taskQueue],
    ['overlap', overlap],
    ['catch-up', humanDuration(catchUp)],
    ['note', note],
    ['runs', `${counts.started} started, ${counts.skipped} skipped, ${counts.missed} missed`],
    ...next.map((time, index): [string, string] => [index === 0 ? 'next' : '', utc(time)]),
    ...recent
      .slice(-5)
      .map(({ id, due }, index): [string, string] => [
        index === 0 ? 'latest' : '',
        `${utc(due)}  ${id}${running.includes(id) ? '  (open)' : ''}`,
      ]),
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== undefined && fact[1] !== '');
}
