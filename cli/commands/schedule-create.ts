import { type Command, Option } from 'commander';
import { overlaps, type ScheduleOptions } from '../../client/index.js';
import { onAction } from '../action.js';
import { readValue } from '../read-value.js';
import { utc } from '../schedules/describe-timing.js';
import { toScheduleDetails } from '../schedules/schedule-row.js';

/** `perdure schedule create` */
export function scheduleCreate(command: Command): void {
  command
    .summary('make one')
    .description('Makes a schedule: the server starts runs of the workflow at its times.')
    .argument('<name>', "the schedule's name")
    .argument('<workflow>', "the workflow's name")
    .argument('[input]', "the input of each run: JSON, plain text, or '-' for standard input")
    .option('--cron <expression>', "minute, hour, day, month, day of the week, such as '0 9 * * MON-FRI'")
    .option('--timezone <name>', "the clock of --cron, such as 'Europe/Berlin' (default: UTC)")
    .option('--every <duration>', "the time between two starts, such as '10m'")
    .option('--offset <duration>', 'moves the starts of --every')
    .option('--at <time>', "one moment, such as '2026-12-01T09:00:00Z'")
    .addOption(
      new Option('--overlap <policy>', 'if a run is due while another is open (default: skip)').choices(overlaps),
    )
    .option('--catch-up <duration>', 'how late a start may be that the server missed (default: 365 days)')
    .option('--from <time>', 'no start before this moment')
    .option('--until <time>', 'no start after this moment')
    .option('--paused', 'make it, but start nothing before it is resumed')
    .option('--note <text>', 'why it is there, for people')
    .option('--id <text>', "how the ids of its runs begin (default: the schedule's name)")
    .addHelpText('after', examples);
  onAction<[string, string, string | undefined], ScheduleOptions>(
    command,
    async (shell, [name, workflow, given], options) => {
      const input = await readValue(given, 'The input');
      const app = await shell.connect();
      const created = await app.schedule(name, workflow, input, { ...options, taskQueue: shell.options.taskQueue });
      const described = await created.describe();
      shell.printJson(toScheduleDetails(described));
      const [next] = described.next;
      const first = described.paused ? 'It is paused.' : `Next start: ${next ? utc(next) : 'none'}`;
      shell.print(`Schedule '${name}' is made. ${first}`);
    },
  );
}

const examples = `
Examples:
  perdure schedule create nightly report '{"all":true}' --cron '0 9 * * *' --timezone Europe/Berlin
  perdure schedule create poll check-mail --every 10m --overlap buffer-one
  perdure schedule create launch announce --at 2026-12-01T09:00:00Z`;
