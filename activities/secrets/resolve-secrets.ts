import type { SecretSource } from '../../src/ports/secret-source.js';
import { secretsMissing } from '../../src/task/secrets-missing.js';

/**
 * The values of a task's secrets; sources are asked in order, the first that knows a name counts.
 * @throws PerdureError `Secret.Missing` with all missing names
 */
export async function resolveSecrets(
  task: string,
  names: readonly string[],
  sources: readonly SecretSource[],
): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (const source of sources) {
    const open = names.filter((name) => found[name] === undefined);
    if (open.length === 0) break;
    const values = await source(open);
    for (const name of open) if (values[name]) found[name] = values[name];
  }
  const missing = names.filter((name) => found[name] === undefined);
  if (missing.length === 0) return Object.freeze(found);
  throw secretsMissing(task, missing);
}
