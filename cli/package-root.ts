import { createRequire } from 'node:module';
import { dirname } from 'node:path';

const require = createRequire(import.meta.url);

/** The folder this package is installed in. */
export function packageRoot(): string {
  return dirname(require.resolve('perdure/package.json'));
}

/** This package's own version. */
export function packageVersion(): string {
  return (require('perdure/package.json') as { readonly version: string }).version;
}
