import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** What a person or a program says, a line each. */
export interface Lines {
  /** `undefined`: there will be no more. */
  next(): Promise<string | undefined>;
}

/** Lines of standard input, as a program sends them. */
export function pipedLines(): Lines {
  let lines: AsyncIterator<string> | undefined;
  return {
    async next() {
      lines ??= createInterface({ input: process.stdin })[Symbol.asyncIterator]();
      const { done, value } = await lines.next();
      return done === true ? undefined : value;
    },
  };
}

/** The words of the command line. */
export function oneLine(text: string): Lines {
  let left: string | undefined = text;
  return {
    next() {
      const line = left;
      left = undefined;
      return Promise.resolve(line);
    },
  };
}

/**
 * Lines that somebody types. Between them the terminal belongs to others, such as the questions of pauses; Ctrl-C and
 * Ctrl-D end it.
 */
export function typedLines(prompt: string): Lines {
  const waiting: string[] = [];
  let history: string[] = [];
  return {
    async next() {
      if (waiting.length > 0) return waiting.shift();
      const terminal = createInterface({ input: process.stdin, output: process.stderr, prompt, history });
      terminal.on('history', (lines: string[]) => (history = [...lines]));
      terminal.on('line', (line) => waiting.push(line));
      terminal.on('SIGINT', () => terminal.close());
      terminal.prompt();
      await Promise.race([once(terminal, 'line'), once(terminal, 'close')]);
      // Of what was pasted, the other lines come with the first one.
      await nextTurn();
      terminal.close();
      return waiting.shift();
    },
  };
}
