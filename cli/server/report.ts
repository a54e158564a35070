/** What a long operation is doing, told as it goes: `phase` changes rarely, `detail` often. */
export interface Progress {
  readonly phase: string;
  readonly detail?: string;
  /** Since the whole operation began. */
  readonly seconds: number;
}

export type Report = (progress: Progress) => void;

/** A report for people. `end` clears the rewritten line; call it before printing anything else. */
export interface TerminalReport extends Report {
  readonly end: () => void;
}

interface TerminalStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const quietSeconds = 1;
const secondsBetweenLines = 15;
const clearLine = '\r\u001b[2K';

/** On a terminal one line that rewrites itself; elsewhere plain lines, few enough for the log of a build machine. */
export function terminalReport(stream: TerminalStream): TerminalReport {
  return stream.isTTY === true ? rewritingLine(stream) : plainLines(stream);
}

function rewritingLine(stream: TerminalStream): TerminalReport {
  let shown = false;
  const report = (progress: Progress): void => {
    if (progress.seconds < quietSeconds) return;
    shown = true;
    // A line that wraps could not be cleared again, hence the cut one column before the edge.
    stream.write(clearLine + sentence(progress).slice(0, (stream.columns ?? 80) - 1));
  };
  const end = (): void => {
    if (shown) stream.write(clearLine);
    shown = false;
  };
  return Object.assign(report, { end });
}

function plainLines(stream: TerminalStream): TerminalReport {
  let last: Progress | undefined;
  const report = (progress: Progress): void => {
    if (progress.seconds < quietSeconds) return;
    if (last?.phase === progress.phase && progress.seconds - last.seconds < secondsBetweenLines) return;
    last = progress;
    stream.write(`${sentence(progress)}\n`);
  };
  return Object.assign(report, { end: () => {} });
}

function sentence({ phase, detail, seconds }: Progress): string {
  return `${phase}${detail === undefined ? '' : `: ${detail}`} (${Math.floor(seconds)} s)`;
}
