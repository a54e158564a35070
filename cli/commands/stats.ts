import { type Command, Option } from 'commander';
import { type RunFilter, runStatuses } from '../../client/index.js';
import { PerdureError } from '../../src/errors.js';
import { onAction } from '../action.js';
import { toCount } from '../count-option.js';
import { inTurns, measureRun } from '../runs/measure-run.js';
import type { Shell } from '../shell.js';
import { type AgentStats, agentStats, usageOf } from '../stats/agent-stats.js';
import { renderAgents } from '../stats/render-agents.js';
import { type RenderStats, renderSlowest, renderSteps } from '../stats/render-stats.js';
import { spreadOf } from '../stats/spread.js';
import { callToJson } from '../stats/stats-to-json.js';
import { slowestCalls, stepStats } from '../stats/step-stats.js';
import { humanDuration } from '../terminal/human-duration.js';
import { colourOfStatus } from '../terminal/status-colour.js';
import { noStatusLine, statusLine } from '../terminal/status-line.js';
import { terminalWidth } from '../terminal/terminal-width.js';

interface StatsOptions extends RunFilter {
  readonly runId?: string;
  readonly children?: boolean;
  readonly limit: number;
}

const slowest = 5;

/** `perdure stats` */
export function stats(command: Command): void {
  command
    .description('Time and attempts per step: of one run, or of many runs of a workflow.')
    .argument('[id]', "the run's id")
    .option('--run-id <id>', "an earlier run under the same id, by Temporal's run id")
    .option('--children', 'also the steps of its child runs and of the parts of large maps, one level down')
    .option('-w, --workflow <name>', 'instead of one run: the runs of this workflow')
    .addOption(
      new Option('-s, --status <status>', 'with --workflow: only runs that stand like this').choices(runStatuses),
    )
    .option('-n, --limit <count>', 'with --workflow: at most so many runs, the latest', toCount, 50);
  onAction<[string | undefined], StatsOptions>(command, async (shell, [id], options) => {
    if ((id === undefined) === (options.workflow === undefined)) throw oneOrTheOther(id !== undefined);
    return id === undefined ? ofMany(shell, options) : ofOne(shell, id, options);
  });
}

async function ofOne(shell: Shell, id: string, { runId, children = false }: StatsOptions): Promise<void> {
  const app = await shell.connect();
  const status = shell.hasScreen ? statusLine(process.stderr, 'reading the history') : noStatusLine;
  const onEvents = (count: number): void => status.say(`${count} events read`);
  const which = { workflowId: id, runId };
  const run = await measureRun(app, which, { children, onEvents }).finally(status.clear);
  const { summary, description, timeline } = run.view;
  const steps = stepStats([run]);
  const agents = agentStats(run.calls);
  const longest = slowestCalls(run.calls, slowest);
  const history = { events: summary.events, bytes: description.historySize ?? null };
  const { startedAt, endedAt, workflow, url } = summary;
  shell.printJson({
    id: summary.id,
    runId: summary.runId,
    workflow,
    status: summary.status,
    startedAt,
    endedAt,
    url,
    duration: run.duration,
    history,
    steps,
    agents,
    usage: agents.length > 0 ? usageOf(agents) : null,
    slowest: longest.map(callToJson),
    children: children ? run.children : null,
  });
  const { bold, dim } = shell.colours;
  const size = history.bytes === null ? '' : `, ${humanBytes(history.bytes)}`;
  shell.print(
    `${bold(summary.id)}  ${workflow}  ${colourOfStatus(summary.status, shell.colours)(summary.status)}  ${humanDuration(run.duration)}`,
  );
  shell.print(dim(`history: ${history.events} events${size}`));
  if (run.children.left > 0) shell.print(dim(`${run.children.left} child runs were not read`));
  const look = lookOf(shell, 'one-run');
  shell.print(['', ...renderSteps(steps, look)].join('\n'));
  printAgents(shell, agents);
  const lines = renderSlowest(longest, timeline.startedAt, look);
  if (lines.length > 0) shell.print(['', ...lines].join('\n'));
}

async function ofMany(shell: Shell, { workflow, status: only, limit, children = false }: StatsOptions): Promise<void> {
  const app = await shell.connect();
  const found = await app.list({ workflow, status: only }, limit);
  const status = shell.hasScreen ? statusLine(process.stderr, 'reading histories') : noStatusLine;
  let count = 0;
  const runs = await inTurns(found, async ({ id, runId }) => {
    status.say(`${(count += 1)} of ${found.length} runs`);
    return measureRun(app, { workflowId: id, runId }, { children });
  }).finally(status.clear);
  const steps = stepStats(runs);
  const agents = agentStats(runs.flatMap(({ calls }) => calls));
  const duration = spreadOf(runs.map((run) => run.duration));
  const byStatus: Record<string, number> = {};
  for (const { view } of runs) byStatus[view.summary.status] = (byStatus[view.summary.status] ?? 0) + 1;
  shell.printJson({ workflow, runs: runs.length, statuses: byStatus, duration, steps, agents });
  if (runs.length === 0) return shell.print(`No runs of workflow '${workflow}'${only ? ` that are ${only}` : ''}.`);
  const counts = Object.entries(byStatus).map(([name, number]) => `${number} ${name}`);
  const { bold, dim } = shell.colours;
  shell.print(`${bold(workflow ?? '')}  ${runs.length === 1 ? '1 run' : `${runs.length} runs`}: ${counts.join(', ')}`);
  shell.print(
    dim(
      `a run took ${humanDuration(duration.median)} (median), ${humanDuration(duration.p95)} (p95), ${humanDuration(duration.max)} (longest)`,
    ),
  );
  shell.print(['', ...renderSteps(steps, lookOf(shell, 'many-runs'))].join('\n'));
  printAgents(shell, agents);
}

function printAgents(shell: Shell, agents: readonly AgentStats[]): void {
  const lines = renderAgents(agents, { colours: shell.colours, width: terminalWidth(process.stdout) });
  if (lines.length > 0) shell.print(['', ...lines].join('\n'));
}

function lookOf({ colours }: Shell, of: RenderStats['of']): RenderStats {
  return { colours, width: terminalWidth(process.stdout), of };
}

function humanBytes(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function oneOrTheOther(both: boolean): PerdureError {
  return new PerdureError({
    code: both ? 'Usage.Conflict' : 'Usage.Incomplete',
    message: both
      ? 'A run and --workflow exclude each other: the figures are of one run, or of many.'
      : 'Whose figures? Name a run (perdure stats <id>), or a workflow (perdure stats --workflow <name>).',
  });
}
