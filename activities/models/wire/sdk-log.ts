import { inspect } from 'node:util';
import { log } from '@temporalio/activity';

type Print = (message: string, ...rest: unknown[]) => void;

/** What the providers' SDKs write to. */
export interface SdkLog {
  readonly error: Print;
  readonly warn: Print;
  readonly info: Print;
  readonly debug: Print;
}

/**
 * The worker's log for an SDK: it hides headers itself, but not what a careless server repeats of them.
 * @param key is never printed
 */
export function sdkLog(who: string, key: string | undefined): SdkLog {
  const text = (part: unknown): string => (typeof part === 'string' ? part : inspect(part, { depth: 6 }));
  const hide = (line: string): string => (key ? line.replaceAll(key, '[key]') : line);
  const print =
    (level: keyof SdkLog): Print =>
    (...parts) => {
      try {
        log[level](`${who}: ${hide(parts.map(text).join(' '))}`);
      } catch {
        // Outside of an activity, in a test of a provider alone, there is no log.
      }
    };
  return { error: print('error'), warn: print('warn'), info: print('info'), debug: print('debug') };
}
