import { type Command, Option } from 'commander';
import { type RunFilter, runStatuses } from '../../client/index.js';
import { onAction } from '../action.js';
import { toCount } from '../count-option.js';
import { type RunRow, toRow } from '../runs/run-row.js';
import type { Shell } from '../shell.js';
import { humanDuration, timeAgo } from '../terminal/human-duration.js';
import { colourOfStatus } from '../terminal/status-colour.js';
import { table } from '../terminal/table.js';
import { terminalWidth } from '../terminal/terminal-width.js';

interface ListOptions extends RunFilter {
  readonly limit: number;
}

/** `perdure list` */
export function list(command: Command): void {
  command
    .description('Lists runs: open ones first, then those that ended last.')
    .addOption(new Option('-s, --status <status>', 'only runs that stand like this').choices(runStatuses))
    .option('-w, --workflow <name>', 'only runs of this workflow')
    .option('--schedule <name>', 'only runs that this schedule has started')
    .option('-n, --limit <count>', 'at most so many', toCount, 20);
  onAction<[], ListOptions>(command, async (shell, _, { limit, ...filter }) => {
    const app = await shell.connect();
    // One more than is shown, to know whether there are more.
    const rows = await app.list(filter, limit + 1);
    const shown = rows.slice(0, limit).map(toRow);
    shell.printJson(shown);
    if (shown.length === 0) return shell.print(`No runs${describeFilter(filter)}.`);
    for (const line of toLines(shown, shell)) shell.print(line);
    if (rows.length > limit) shell.print(shell.colours.dim(`… and more: --limit ${limit * 2}`));
  });
}

function toLines(rows: readonly RunRow[], { colours }: Shell): string[] {
  const columns = [
    { title: 'ID' },
    { title: 'WORKFLOW' },
    { title: 'STATUS' },
    { title: 'STARTED' },
    { title: 'TOOK', align: 'right' },
    { title: 'WAITS FOR', flexible: true },
  ] as const;
  const cells = rows.map((row) => [
    { text: row.id, colour: colours.bold },
    row.workflow,
    { text: row.status, colour: colourOfStatus(row.status, colours) },
    timeAgo(new Date(row.startedAt)),
    humanDuration((row.endedAt === null ? Date.now() : Date.parse(row.endedAt)) - Date.parse(row.startedAt)),
    row.pauses.join(', '),
  ]);
  return table(columns, cells, { width: terminalWidth(process.stdout), titleColour: colours.dim });
}

function describeFilter({ status, workflow, schedule }: RunFilter): string {
  const parts = [
    status && ` that are ${status}`,
    workflow && ` of workflow '${workflow}'`,
    schedule && ` of schedule '${schedule}'`,
  ];
  return parts.filter(Boolean).join('');
}
