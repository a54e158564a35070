import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { bundleApp } from 'perdure/worker';

/** What a workflow bundle weighs and whose code is in it. */
export interface BundleFacts {
  readonly bytes: number;
  readonly bytesWithoutMap: number;
  /** Modules of each npm package. */
  readonly packages: ReadonlyMap<string, number>;
}

export interface BundlePair {
  readonly ours: BundleFacts;
  readonly theirs: BundleFacts;
  /** Packages that only our bundle has. */
  readonly onlyOurs: readonly string[];
  /** Packages in our bundle that neither the hand-written one has nor a workflow needs: to be none. */
  readonly vendors: readonly string[];
}

/** What may be in any workflow bundle: Temporal, what it stands on, schema libraries, and `ms` for durations. */
const expected = /^(@temporalio\/.+|@protobufjs\/.+|protobufjs|long|ms|zod|@standard-schema\/spec)$/;

/** Bundles both apps as their workers do. */
export async function measureBundles(): Promise<BundlePair> {
  const { code } = await bundleApp({ app: new URL('./perdure-app.js', import.meta.url) });
  const handWritten = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('./hand-written/workflows.js', import.meta.url)),
    logger: new DefaultLogger('ERROR'),
  });
  const ours = factsOf(code);
  const theirs = factsOf(handWritten.code);
  const onlyOurs = [...ours.packages.keys()].filter((name) => !theirs.packages.has(name)).sort();
  return { ours, theirs, onlyOurs, vendors: onlyOurs.filter((name) => !expected.test(name)) };
}

function factsOf(code: string): BundleFacts {
  const withoutMap = code.replace(/^\/\/# sourceMappingURL=data:.*$/m, '');
  const packages = new Map<string, number>();
  for (const name of packagesOf(withoutMap)) packages.set(name, (packages.get(name) ?? 0) + 1);
  return { bytes: Buffer.byteLength(code), bytesWithoutMap: Buffer.byteLength(withoutMap), packages };
}

/** One name for each module of a package; webpack's development mode writes every module's path before it. */
function packagesOf(code: string): string[] {
  const modules = [...code.matchAll(/^\/\*\*\*\/ "([^"]+)":?/gm)].map(([, path = '']) => path);
  return modules.flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
}
