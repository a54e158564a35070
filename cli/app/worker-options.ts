import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PerdureError } from '../../src/errors.js';
import type { CreateWorkerOptions } from '../../worker/index.js';
import { enableTypeScript } from './enable-typescript.js';
import { readPackage } from './find-app.js';

/** What a project says of its worker; where it runs, and for which app, is said on the command line. */
export type WorkerOptionsFile = Omit<Partial<CreateWorkerOptions>, 'app' | 'taskQueue' | 'address' | 'namespace'>;

/**
 * Options of a worker that a command starts: the default export of a file, the one given or `perdure.worker` of the
 * package.json in the current folder; none without either.
 * @throws PerdureError `App.NotFound`, `App.LoadFailed`, `Usage.InvalidWorker`, `Usage.InvalidPackage`
 */
export async function readWorkerOptions(given: string | undefined): Promise<WorkerOptionsFile> {
  const place = given ?? placeInPackage();
  if (place === undefined) return {};
  const file = resolve(place);
  if (!existsSync(file)) {
    throw new PerdureError({
      code: 'App.NotFound',
      message: `${file}, with the options of the worker, does not exist.`,
    });
  }
  await enableTypeScript([file]);
  const { default: options } = await load(file);
  if (typeof options === 'object' && options !== null && !Array.isArray(options)) return options;
  throw new PerdureError({
    code: 'Usage.InvalidWorker',
    message: `${file} has to give the options of the worker as its default export, such as export default { models: { … } }.`,
    details: { file },
  });
}

async function load(file: string): Promise<{ readonly default?: unknown }> {
  try {
    return (await import(pathToFileURL(file).href)) as object;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PerdureError({
      code: 'App.LoadFailed',
      message: `${file}, with the options of the worker, cannot be loaded: ${reason}`,
      details: { file },
      cause,
    });
  }
}

function placeInPackage(): string | undefined {
  const path = resolve('package.json');
  const worker = existsSync(path) ? readPackage(path).perdure?.worker : undefined;
  if (worker === undefined || typeof worker === 'string') return worker;
  throw new PerdureError({
    code: 'Usage.InvalidPackage',
    message: `${path}: "perdure.worker" must be a path.`,
  });
}
