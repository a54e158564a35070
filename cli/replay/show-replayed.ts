import type { Replayed } from '../../worker/replay-histories.js';
import type { Colours } from '../terminal/colours.js';

/** One history: that it fits, or where it does not and how. */
export function replayLines({ source, workflow, events, problem }: Replayed, colours: Colours): string[] {
  const facts = colours.dim(`${events} events`);
  if (problem === undefined) return [`${colours.green('ok')}        ${workflow}  ${source}  ${facts}`];
  const { red, bold } = colours;
  return [
    `${red('diverged')}  ${workflow}  ${source}  ${facts}`,
    `          ${red(bold(problem.code))}: ${problem.message}`,
  ];
}

/** The last line. */
export function replaySummary(all: readonly Replayed[], { green, red }: Colours): string {
  const bad = all.filter(({ problem }) => problem !== undefined).length;
  const count = all.length === 1 ? '1 history' : `${all.length} histories`;
  if (all.length === 0) return 'There was no history to replay.';
  return bad === 0
    ? green(`${count}, all match.`)
    : red(`${count}, ${bad} no longer ${bad === 1 ? 'matches' : 'match'}.`);
}
