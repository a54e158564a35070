import type { Log } from '../../src/flow/log.js';
import type { SecretHider } from './hide-secrets.js';

type Level = keyof Log;

/** A log that never shows the secrets of the body it was given to. */
export function hidingLog(log: Log, hider: SecretHider): Log {
  const write =
    (level: Level) =>
    (message: string, fields?: Record<string, unknown>): void =>
      log[level](hider.text(message), hider.data(fields) as Record<string, unknown> | undefined);
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
