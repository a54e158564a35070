import { createRequire } from 'node:module';
import { packageRoot, packageVersion } from '../package-root.js';

interface Manifest {
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** What the template needs besides perdure and what perdure asks for. */
const ownDependencies = { zod: '^4.6.7' };
const ownDevDependencies = { '@types/node': '^20.19.43', typescript: '^6.0.3', vitest: '^4.1.12' };

/** The package.json of a new project, in the form that npm writes. */
export function projectPackage(name: string): string {
  const { peerDependencies = {} } = createRequire(import.meta.url)(`${packageRoot()}/package.json`) as Manifest;
  const manifest = {
    name,
    version: '0.0.0',
    private: true,
    type: 'module',
    engines: { node: '>=20.20.0' },
    scripts: {
      dev: 'perdure dev',
      check: 'tsc --noEmit && perdure check',
      test: 'vitest run',
    },
    // Named here too, so that every package manager finds them where perdure looks.
    dependencies: sorted({ ...peerDependencies, ...ownDependencies, perdure: `^${packageVersion()}` }),
    devDependencies: sorted(ownDevDependencies),
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

function sorted(versions: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(versions).sort(([a], [b]) => (a < b ? -1 : 1)));
}
