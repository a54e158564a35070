import { terminalWidth } from '../terminal/terminal-width.js';
import { textWidth } from '../terminal/text-width.js';

interface TerminalStream {
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

const escape = String.fromCharCode(27);

/** Text that grows on a terminal, of which the latest part can be taken back. */
export class Screen {
  private column = 0;
  /** Lines that were begun since the mark. */
  private lines = 0;

  constructor(private readonly stream: TerminalStream) {}

  write(text: string, paint: (text: string) => string = (plain) => plain): void {
    const clean = printable(text);
    if (clean === '') return;
    this.stream.write(paint(clean));
    this.advance(clean);
  }

  /** A line of its own. */
  line(text: string, paint?: (text: string) => string): void {
    this.endLine();
    this.write(`${text}\n`, paint);
  }

  endLine(): void {
    if (this.column > 0) this.write('\n');
  }

  /** From here on it can be taken back. */
  mark(): void {
    this.endLine();
    this.lines = 0;
  }

  /** Takes back what was written since the mark; false if some of it has left the screen. */
  takeBack(): boolean {
    if (this.lines >= (this.stream.rows ?? 0)) return false;
    this.stream.write(`\r${this.lines > 0 ? `${escape}[${this.lines}A` : ''}${escape}[0J`);
    this.column = 0;
    this.lines = 0;
    return true;
  }

  private advance(text: string): void {
    const width = terminalWidth(this.stream) ?? Number.POSITIVE_INFINITY;
    for (const character of text) {
      const isEnd = character === '\n';
      // A full line breaks when the next character comes.
      const breaks = !isEnd && this.column + textWidth(character) > width;
      if (isEnd || breaks) this.lines += 1;
      this.column = isEnd ? 0 : (breaks ? 0 : this.column) + textWidth(character);
    }
  }
}

/** What a model writes is text: it does not steer the terminal. */
export function printable(text: string): string {
  return text.replaceAll('\t', '  ').replaceAll(/[^\P{Cc}\n]/gu, '');
}
