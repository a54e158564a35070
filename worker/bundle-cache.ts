import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { areUnchanged, type AppBundle } from './bundler/index.js';

/**
 * Bundles of this many apps are kept, about half a megabyte each; the one that was not used for longest goes first. More
 * than a large repository has, tests included: with fewer, one round through all of them would find none.
 */
const kept = 200;
/** A quarter of the size for a hundredth of the time that bundling takes. */
const fast = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };

/**
 * Keeps bundles beside the installed packages, as other bundlers do: making one takes more than a second, finding that
 * none of its files has changed a few hundredths. `PERDURE_BUNDLE_CACHE=off` turns it off.
 * @param settings everything besides files that decides what is in the bundle
 */
export async function throughCache(
  perdureRoot: string,
  settings: Readonly<Record<string, unknown>>,
  make: () => Promise<AppBundle>,
): Promise<AppBundle> {
  if (process.env['PERDURE_BUNDLE_CACHE'] === 'off') return make();
  const folder = cacheFolder(perdureRoot);
  const surroundings = { settings, perdureRoot, folder: process.cwd(), node: process.version };
  const key = createHash('sha256').update(JSON.stringify(surroundings)).digest('hex').slice(0, 32);
  const path = join(folder, `${key}.json.br`);
  const found = read(path);
  if (found !== undefined) return found;
  const bundle = await make();
  if (bundle.inputs) keep(folder, path, bundle);
  return bundle;
}

/** The `node_modules` folder that holds this package, or the one of its own checkout. */
function cacheFolder(perdureRoot: string): string {
  const packages = `${sep}node_modules${sep}`;
  const end = `${perdureRoot}${sep}`.lastIndexOf(packages);
  const home = end === -1 ? join(perdureRoot, 'node_modules') : perdureRoot.slice(0, end + packages.length - 1);
  return join(home, '.cache', 'perdure-bundles');
}

function read(path: string): AppBundle | undefined {
  try {
    const entry = JSON.parse(brotliDecompressSync(readFileSync(path)).toString()) as AppBundle;
    if (!entry.inputs || !areUnchanged(entry.inputs)) return undefined;
    utimesSync(path, new Date(), new Date());
    return entry;
  } catch {
    // None, or one that was cut or made by an older version: it is made anew.
    return undefined;
  }
}

/** A cache that cannot be written (a container without a home, a full disk) costs time, and nothing else. */
function keep(folder: string, path: string, bundle: AppBundle): void {
  const written = `${path}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(written, brotliCompressSync(JSON.stringify(bundle), fast));
    // Whole or not at all: several workers may start at once.
    renameSync(written, path);
    dropOldest(folder);
  } catch {
    rmSync(written, { force: true });
  }
}

function dropOldest(folder: string): void {
  const entries = readdirSync(folder).map((name) => join(folder, name));
  const used = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const byUse = entries.map((path) => ({ path, time: used(path) })).sort((a, b) => b.time - a.time);
  for (const { path } of byUse.slice(kept)) rmSync(path, { force: true });
}
