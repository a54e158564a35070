import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { PerdureError } from '../../src/errors.js';
import { appFiles } from '../../worker/app-files.js';

/** Where an app is looked for when nobody says where it is. */
const usualPlaces = [
  ...['ts', 'js', 'mjs'].map((ending) => `src/app.${ending}`),
  ...['ts', 'js', 'mjs'].map((ending) => `app.${ending}`),
  ...['ts', 'js'].map((ending) => `src/index.${ending}`),
] as const;

/**
 * The absolute paths of the app's modules: the ones given, else `perdure.app` of the package.json in the current
 * folder, else the first usual place that exists.
 * @throws PerdureError `App.NotFound`, `Usage.InvalidPackage`
 */
export function findApp(given: readonly string[] = []): string[] {
  if (given.length > 0) return appFiles(given);
  const configured = appOfPackage();
  if (configured.length > 0) return appFiles(configured);
  const place = usualPlaces.find((path) => existsSync(resolve(path)));
  if (place !== undefined) return [resolve(place)];
  throw new PerdureError({
    code: 'App.NotFound',
    message: `No app was found in ${process.cwd()}. Looked for ${usualPlaces.join(', ')}. Name your file with --app, or in package.json: "perdure": { "app": "…" }. 'perdure init' makes a small project to begin with.`,
    details: { places: usualPlaces },
  });
}

function appOfPackage(): readonly string[] {
  const path = resolve('package.json');
  if (!existsSync(path)) return [];
  const app = readPackage(path).perdure?.app;
  if (app === undefined) return [];
  const list: unknown[] = Array.isArray(app) ? app : [app];
  if (list.every((part) => typeof part === 'string')) return list;
  throw new PerdureError({
    code: 'Usage.InvalidPackage',
    message: `${path}: "perdure.app" must be a path or a list of paths.`,
  });
}

/** @throws PerdureError `Usage.InvalidPackage` */
export function readPackage(path: string): {
  readonly perdure?: { readonly app?: unknown; readonly worker?: unknown };
} {
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) ?? {}) as object;
  } catch (cause) {
    throw new PerdureError({
      code: 'Usage.InvalidPackage',
      message: `${path} is not valid JSON: ${(cause as Error).message}`,
      cause,
    });
  }
}
