import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { PerdureError } from '../../src/errors.js';
import type { SecretSource } from '../../src/ports/secret-source.js';

/**
 * Secrets from environment variables of the same name.
 * @param options.prefix put before each name: `{ prefix: 'APP_' }` finds the secret `KEY` in `APP_KEY`
 */
export function environmentSecrets({ prefix = '' }: { readonly prefix?: string } = {}): SecretSource {
  return (names) => Object.fromEntries(names.map((name) => [name, process.env[`${prefix}${name}`]]));
}

/**
 * Secrets from a file: a JSON object, or lines `NAME=value` as in `.env` files. Read for each call, so that a new value
 * is used without a restart.
 * @throws PerdureError `Secret.SourceFailed` when used, if the file cannot be read
 */
export function fileSecrets(path: string | URL): SecretSource {
  return async (names) => {
    try {
      const text = await readFile(path, 'utf8');
      const values = text.trimStart().startsWith('{') ? (JSON.parse(text) as object) : parseEnv(text);
      return pick(values as Record<string, unknown>, names);
    } catch (error) {
      // The parser's own message may quote the file.
      const reason = error instanceof SyntaxError ? 'it is not valid JSON' : (error as Error).message;
      throw new PerdureError({
        code: 'Secret.SourceFailed',
        message: `The secrets file '${String(path)}' cannot be used: ${reason}`,
        retryable: true,
      });
    }
  };
}

function pick(values: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, string | undefined> {
  return Object.fromEntries(
    names.map((name) => [name, typeof values[name] === 'string' ? (values[name] as string) : undefined]),
  );
}
