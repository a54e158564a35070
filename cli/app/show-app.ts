import { relative } from 'node:path';
import type { Colours } from '../terminal/colours.js';
import { terminalWidth } from '../terminal/terminal-width.js';
import { cutToWidth } from '../terminal/text-width.js';
import type { AppProblem } from './app-problem.js';
import type { AppSummary, DefinitionRow } from './describe-app.js';

/** What an app defines, a line per kind. */
export function showApp({ workflows, tasks, graphs }: AppSummary, { dim }: Colours): string[] {
  const kinds: readonly (readonly [string, readonly DefinitionRow[]])[] = [
    ['workflow', workflows],
    ['graph', graphs],
    ['task', tasks],
  ];
  const width = (terminalWidth(process.stdout) ?? 120) - 16;
  return kinds
    .filter(([, rows]) => rows.length > 0)
    .map(([word, rows]) => {
      const names = cutToWidth(rows.map(({ name }) => name).join(', '), width);
      return `${dim(`${rows.length} ${word}${rows.length === 1 ? '' : 's'}`.padEnd(14))}${names}`;
    });
}

/** Each problem with its place. */
export function showProblems(problems: readonly AppProblem[], { red, bold, dim }: Colours): string[] {
  return problems.flatMap(({ code, message, place }) => [
    `${red(bold(code))}${place === null ? '' : `  ${dim(shortPlace(place))}`}`,
    ...message
      .trimEnd()
      .split('\n')
      .map((line) => `  ${line}`),
    '',
  ]);
}

/** A path as people write it, from the current folder where that is shorter. */
export function shortPlace(place: string): string {
  const short = relative(process.cwd(), place);
  return short !== '' && short.length < place.length ? short : place;
}
