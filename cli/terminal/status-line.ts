import { humanDuration } from './human-duration.js';
import { terminalWidth } from './terminal-width.js';
import { cutToWidth } from './text-width.js';

/** One line on the terminal that says what goes on, rewritten in place, gone when cleared. */
export interface StatusLine {
  readonly say: (text: string) => void;
  /** Call it before printing anything else; the next `say` brings the line back. */
  readonly clear: () => void;
}

interface TerminalStream {
  readonly columns?: number;
  write(text: string): unknown;
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const millisecondsPerFrame = 100;
const quietMilliseconds = 1_000;
const clearLine = '\r\u001b[2K';

/** Silent for the first second, so that quick work shows nothing at all. */
export function statusLine(stream: TerminalStream, first: string): StatusLine {
  const begin = performance.now();
  let text = first;
  let shown = false;
  const draw = (): void => {
    const elapsed = performance.now() - begin;
    if (elapsed < quietMilliseconds) return;
    shown = true;
    const frame = frames[Math.floor(elapsed / millisecondsPerFrame) % frames.length];
    const line = `${frame} ${humanDuration(Math.floor(elapsed / 1_000) * 1_000)}  ${text}`;
    stream.write(clearLine + cutToWidth(line, (terminalWidth(stream) ?? 80) - 1));
  };
  let ticker: NodeJS.Timeout | undefined;
  const say = (next: string): void => {
    text = next;
    ticker ??= setInterval(draw, millisecondsPerFrame).unref();
  };
  say(first);
  return {
    say,
    clear: () => {
      clearInterval(ticker);
      ticker = undefined;
      if (shown) stream.write(clearLine);
      shown = false;
    },
  };
}

/** For streams that nobody watches. */
export const noStatusLine: StatusLine = { say: () => {}, clear: () => {} };
