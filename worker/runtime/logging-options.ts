import { DefaultLogger, type Logger, type LogLevel } from '@temporalio/worker';
import { PerdureError } from '../../src/errors.js';
import { jsonLine } from './json-line.js';
import { readLine } from './log-line.js';
import { textLine } from './text-line.js';

const levels = ['trace', 'debug', 'info', 'warn', 'error'] as const;
const formats = { json: jsonLine, text: textLine };

export interface LoggingOptions {
  /** The least important lines that are written. Default: `info`. */
  readonly level?: (typeof levels)[number];
  /** One JSON object per line, for machines, or text for people. Default: `json`. */
  readonly format?: keyof typeof formats;
  /** Takes a line, without its line break. Default: it is written to standard error. */
  readonly write?: (line: string) => void;
}

/** @throws PerdureError `Worker.InvalidOptions` */
export function createLogger({ level = 'info', format = 'json', write = toStandardError }: LoggingOptions): Logger {
  check('level', level, levels);
  check('format', format, Object.keys(formats));
  return new DefaultLogger(level.toUpperCase() as LogLevel, (entry) => write(formats[format](readLine(entry))));
}

function toStandardError(line: string): void {
  process.stderr.write(`${line}\n`);
}

function check(name: string, value: string, allowed: readonly string[]): void {
  if (allowed.includes(value)) return;
  throw new PerdureError({
    code: 'Worker.InvalidOptions',
    message: `logging.${name} is one of ${allowed.join(', ')}, not '${value}'.`,
  });
}
