import { text } from 'node:stream/consumers';
import { PerdureError } from '../src/errors.js';

/**
 * A value given on the command line: JSON where it is JSON, else the text itself.
 * @throws PerdureError `Usage.InvalidJson` for what is begun like JSON and is none: nobody means that as text
 */
export function parseValue(given: string, what: string): unknown {
  try {
    return JSON.parse(given) as unknown;
  } catch (cause) {
    if (!/^\s*[[{"]/.test(given)) return given;
    throw new PerdureError({
      code: 'Usage.InvalidJson',
      message: `${what} is not valid JSON: ${(cause as Error).message}. If it is meant as text, write it as a JSON string: '"…"'.`,
      cause,
    });
  }
}

/** The same from standard input for `-`; nothing given is `undefined`. */
export async function readValue(given: string | undefined, what: string): Promise<unknown> {
  if (given === undefined) return undefined;
  if (given !== '-') return parseValue(given, what);
  // A line end is the shell's, not the sender's.
  const content = (await text(process.stdin)).replace(/\r?\n$/, '');
  return content === '' ? undefined : parseValue(content, `${what} from standard input`);
}
