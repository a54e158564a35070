import type { Command } from 'commander';
import { onAction } from '../action.js';
import { examine } from '../doctor/examine.js';
import type { Finding } from '../doctor/finding.js';
import { exitCodes } from '../exit-code.js';
import type { Shell } from '../shell.js';
import { noStatusLine, statusLine } from '../terminal/status-line.js';

/** `perdure doctor` */
export function doctor(command: Command): void {
  command.description('Looks for what keeps runs from running, and says what helps.');
  onAction<[]>(command, async (shell) => {
    const status = shell.hasScreen ? statusLine(process.stderr, 'looking') : noStatusLine;
    const findings = await examine(shell).finally(status.clear);
    const isSick = findings.some(({ level }) => level === 'fail');
    shell.printJson({ healthy: !isSick, findings });
    for (const finding of findings) shell.print(toText(finding, shell));
    return isSick ? exitCodes.failed : exitCodes.succeeded;
  });
}

function toText({ level, text, remedy }: Finding, { colours }: Shell): string {
  const paint = { ok: colours.green, info: colours.dim, warn: colours.yellow, fail: colours.red }[level];
  const help = remedy === undefined ? '' : `\n      ${colours.dim('→')} ${remedy}`;
  return `${paint(level.padEnd(4))}  ${text}${help}`;
}
