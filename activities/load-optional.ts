import { PerdureError } from '../src/errors.js';

/**
 * Loads a package that only some users need.
 * @throws PerdureError `Package.Missing` with the command that installs it
 */
export async function loadOptional<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    if ((cause as { code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new PerdureError({
      code: 'Package.Missing',
      message: `This feature needs the package '${name}', which is not installed. Run: npm install ${name}`,
      details: { package: name },
      cause,
    });
  }
}
