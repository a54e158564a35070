import { pathToFileURL } from 'node:url';
import { listDefinitions } from '../src/definition/register.js';
import { PerdureError } from '../src/errors.js';

const kinds = ['workflow', 'task', 'agent'] as const;

/**
 * Evaluates the app's files in Node, where task bodies live; what they define is in the register afterwards.
 * @throws PerdureError `App.LoadFailed` naming the file and the remedy, `App.Empty`, `Definition.*`
 */
export async function loadApp(files: readonly string[]): Promise<void> {
  for (const file of files) {
    try {
      await import(pathToFileURL(file).href);
    } catch (error) {
      throw PerdureError.is(error) ? error : loadFailed(file, error);
    }
  }
  if (kinds.every((kind) => listDefinitions(kind).size === 0)) {
    throw new PerdureError({
      code: 'App.Empty',
      message: `${files.join(', ')} defines no task, no agent and no workflow. Does it import from the same 'perdure' package as this program?`,
    });
  }
}

function loadFailed(file: string, error: unknown): PerdureError {
  const reason = error instanceof Error ? error.message : String(error);
  const code = (error as { code?: unknown } | null)?.code;
  const remedy =
    code === 'ERR_UNKNOWN_FILE_EXTENSION'
      ? ` This process cannot import TypeScript: use 'perdure dev', start it with 'node --import tsx', or compile the file and name the .js file.`
      : code === 'ERR_MODULE_NOT_FOUND'
        ? ' Is the package installed, and is the path right (with its extension)?'
        : '';
  return new PerdureError({
    code: 'App.LoadFailed',
    message: `${file} cannot be loaded: ${reason}${remedy}`,
    details: { file },
    cause: error,
  });
}
