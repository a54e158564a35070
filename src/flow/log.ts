import { runtime } from '../runtime.js';

/** Structured log lines: a message and fields. In workflow code they are written once, not again on replay. */
export interface Log {
  debug(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

/** The log of the run (or body) this code belongs to. */
export const log: Log = Object.freeze({
  debug: (message: string, fields?: Record<string, unknown>) => runtime().log.debug(message, fields),
  info: (message: string, fields?: Record<string, unknown>) => runtime().log.info(message, fields),
  warn: (message: string, fields?: Record<string, unknown>) => runtime().log.warn(message, fields),
  error: (message: string, fields?: Record<string, unknown>) => runtime().log.error(message, fields),
});
