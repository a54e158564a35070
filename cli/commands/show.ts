import type { Command } from 'commander';
import { onAction } from '../action.js';
import { findStuck } from '../../client/stuck/find-stuck.js';
import { findLinks, type RunLinks } from '../runs/run-links.js';
import { readRun, type RunView } from '../runs/read-run.js';
import type { Shell } from '../shell.js';
import { humanDuration } from '../terminal/human-duration.js';
import { showInline } from '../terminal/show-value.js';
import { colourOfStatus } from '../terminal/status-colour.js';
import { noStatusLine, statusLine } from '../terminal/status-line.js';
import { terminalWidth } from '../terminal/terminal-width.js';
import { cutToWidth } from '../terminal/text-width.js';
import { renderTimeline } from '../timeline/render-timeline.js';
import { timelineToJson } from '../timeline/timeline-to-json.js';

/** `perdure show` */
export function show(command: Command): void {
  command
    .description('Shows what a run has done: every step, pause and answer, and how it ended.')
    .argument('<id>', "the run's id (the workflow id)")
    .option('--run-id <id>', "an earlier run under the same id, by Temporal's run id");
  onAction<[string], { readonly runId?: string }>(command, async (shell, [id], { runId }) => {
    const app = await shell.connect();
    const status = shell.hasScreen ? statusLine(process.stderr, 'reading the history') : noStatusLine;
    const view = await readRun(app, { workflowId: id, runId }, (count) => status.say(`${count} events read`)).finally(
      status.clear,
    );
    const problem = await findStuck(app.client, view.description);
    const links = await findLinks(app, view);
    shell.printJson({
      ...view.summary,
      ...links,
      ...timelineToJson(view.timeline),
      problem: problem ?? null,
    });
    for (const line of headOf(view, links, shell)) shell.print(line);
    const { colours } = shell;
    for (const line of renderTimeline(view.timeline, {
      colours,
      width: terminalWidth(process.stdout),
      now: Date.now(),
    }))
      shell.print(line);
    for (const { code, message } of view.problems.values()) shell.note(colours.yellow(`${code}: ${message}`));
    if (problem) shell.print(`\n${colours.red(colours.bold(problem.code))}: ${problem.message}`);
  });
}

function headOf({ summary, timeline }: RunView, links: RunLinks, { colours }: Shell): string[] {
  const { bold, dim } = colours;
  const took = (timeline.end?.at ?? Date.now()) - timeline.startedAt;
  const facts = [
    `started ${summary.startedAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')}`,
    `queue ${summary.taskQueue}`,
    `${summary.events} events`,
    timeline.attempt > 1 ? `attempt ${timeline.attempt}` : undefined,
    timeline.startedBy && `by ${timeline.startedBy}`,
  ];
  const input =
    timeline.input === undefined
      ? []
      : [`${dim('input')}  ${cutToWidth(showInline(timeline.input), (terminalWidth(process.stdout) ?? 200) - 8)}`];
  return [
    `${bold(summary.id)}  ${summary.workflow}  ${colourOfStatus(summary.status, colours)(summary.status)}  ${humanDuration(took)}`,
    dim(facts.filter(Boolean).join(', ')),
    ...(summary.url === null ? [] : [dim(summary.url)]),
    ...describeLinks(summary.id, links).map(dim),
    ...input,
    '',
  ];
}

function describeLinks(id: string, { rerunOf, rerunAs }: RunLinks): string[] {
  const name = (link: { readonly id: string; readonly runId: string }): string =>
    link.id === id ? `${id} --run-id ${link.runId}` : link.id;
  const reason = rerunOf?.reason ? ` (${rerunOf.reason})` : '';
  return [
    ...(rerunOf === null ? [] : [`rerun of ${name(rerunOf)}${reason}`]),
    ...rerunAs.map((link) => `run again as ${name(link)}`),
  ];
}
