import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PerdureError } from '../src/errors.js';

/** What a bundle file says of itself in its first line. */
export interface BundleFacts {
  /** Version of this package that made it. */
  readonly perdure: string;
  /** Version of Temporal's SDK, whose parts are inside. */
  readonly sdk: string;
  /** Node that made it, for people. */
  readonly node: string;
  /** SHA-256 of the code, in hexadecimal: the same code has the same digest. */
  readonly digest: string;
}

const require = createRequire(import.meta.url);
const mark = '// perdure bundle ';

/** Writes a bundle for `createWorker({ bundle })`, with the facts by which a worker recognises it. */
export function writeBundleFile(path: string, code: string): BundleFacts {
  const facts = { ...ownFacts(), digest: digestOf(code) };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${mark}${JSON.stringify(facts)}\n${code}`);
  return facts;
}

/**
 * The code of a bundle file, if this package can run it.
 * @throws PerdureError `Bundle.NotFound`, `Bundle.NotOurs`, `Bundle.WrongVersion`
 */
export function readBundleFile(bundle: string | URL): { readonly code: string } {
  const path = bundle instanceof URL ? fileURLToPath(bundle) : resolve(bundle);
  const text = read(path);
  const end = text.indexOf('\n');
  const facts = factsIn(text.slice(0, end));
  const code = text.slice(end + 1);
  if (facts === undefined) throw notOurs(path, 'it was not made by this package');
  const own = ownFacts();
  const others = (['perdure', 'sdk'] as const).filter((part) => facts[part] !== own[part]);
  if (others.length > 0) throw wrongVersion(path, facts, own);
  if (digestOf(code) !== facts.digest) throw notOurs(path, 'it has been changed or cut since it was made');
  return { code };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new PerdureError({
      code: 'Bundle.NotFound',
      message: `There is no bundle at ${path}. Make it with 'perdure build --out ${path}', or leave out 'bundle': the worker then bundles the app itself.`,
      details: { file: path },
      cause,
    });
  }
}

function factsIn(line: string): BundleFacts | undefined {
  if (!line.startsWith(mark)) return undefined;
  try {
    return JSON.parse(line.slice(mark.length)) as BundleFacts;
  } catch {
    return undefined;
  }
}

function ownFacts(): Omit<BundleFacts, 'digest'> {
  const versionOf = (name: string): string => (require(name) as { readonly version: string }).version;
  return {
    perdure: versionOf('perdure/package.json'),
    sdk: versionOf('@temporalio/worker/package.json'),
    node: process.versions.node,
  };
}

function digestOf(code: string): string {
  return createHash('sha256').update(code).digest('hex');
}

function notOurs(path: string, why: string): PerdureError {
  return new PerdureError({
    code: 'Bundle.NotOurs',
    message: `${path} is no bundle of this app: ${why}. Make it again with 'perdure build --out ${path}'.`,
    details: { file: path },
  });
}

function wrongVersion(path: string, made: BundleFacts, own: Omit<BundleFacts, 'digest'>): PerdureError {
  const text = ({ perdure, sdk }: Omit<BundleFacts, 'digest'>): string =>
    `perdure ${perdure} with Temporal's SDK ${sdk}`;
  return new PerdureError({
    code: 'Bundle.WrongVersion',
    message: `${path} was made by ${text(made)}; this worker is ${text(own)}. Make it again with 'perdure build --out ${path}', in the same build as the worker.`,
    details: { file: path, made, worker: own },
  });
}
