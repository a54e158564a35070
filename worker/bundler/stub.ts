/**
 * Goes into the bundle: what stands in the sandbox for everything that exists in Node only. While modules load it
 * absorbs whatever is done to it; once the workflow runs, any use throws an error that names the thing and the way out.
 * Modules may be shared between runs and frozen, so nothing here keeps state.
 */

export interface StubOrigin {
  /** What the user's code calls it: `readFile`, `client`, `process`. */
  readonly name: string;
  /** The module it comes from. */
  readonly from?: string;
  readonly file?: string;
  readonly line?: number;
  /** `value`: made from something of Node at that line. `package`: imported by an npm package, named in `file`. */
  readonly kind?: 'import' | 'global' | 'value' | 'package';
  /** What to do instead, where it is not the usual advice. */
  readonly remedy?: string;
}

const startedFlag = Symbol.for('perdure.started');
const inspections: ReadonlySet<PropertyKey> = new Set<PropertyKey>([
  'then',
  '$$typeof',
  'asymmetricMatch',
  'nodeType',
  'tagName',
  Symbol.toStringTag,
  Symbol.for('nodejs.util.inspect.custom'),
  Symbol.isConcatSpreadable,
  Symbol.species,
]);

/** `readFile from 'node:fs/promises' (imported at app.ts:3)` */
export function describeOrigin({ name, from, file, line, kind = 'import' }: StubOrigin): string {
  const place = line === undefined ? file : `${file}:${line}`;
  if (kind === 'package') return `${name} (imported by the package '${file}')`;
  if (kind === 'global') return `${name} (used at ${place})`;
  if (kind === 'value') return `${name} (made at ${place}${from === undefined ? '' : ` with ${from}`})`;
  return `${name} from '${from}' (imported at ${place})`;
}

function hasStarted(): boolean {
  return (globalThis as { [startedFlag]?: unknown })[startedFlag] === true;
}

function refuse(origin: StubOrigin): Error {
  const remedy = origin.remedy ?? 'put the call into a task and await the task';
  const message = `${describeOrigin(origin)} cannot be used in workflow code: it exists in Node only, where task bodies run; ${remedy}.`;
  const { name, from = null, file = null, line = null } = origin;
  // Defined, not assigned: prototypes are frozen in the sandbox.
  return Object.defineProperties(new Error(message), {
    name: { value: 'PerdureError', configurable: true, writable: true },
    code: { value: 'Bundle.NodeOnly', enumerable: true },
    retryable: { value: false, enumerable: true },
    details: { value: { name, from, file, line }, enumerable: true },
    [Symbol.for('perdure.error')]: { value: true },
  });
}

function absorbed(origin: StubOrigin, property: PropertyKey): unknown {
  if (property === Symbol.toPrimitive) return (hint: string) => (hint === 'number' ? Number.NaN : `[${origin.name}]`);
  if (property === Symbol.iterator) return () => [][Symbol.iterator]();
  if (property === Symbol.asyncIterator) return () => ({ next: async () => ({ done: true, value: undefined }) });
  if (property === Symbol.hasInstance) return () => false;
  if (typeof property === 'symbol') return undefined;
  return createStub(memberOf(origin, String(property)));
}

function memberOf(origin: StubOrigin, property: string): StubOrigin {
  return property === 'default'
    ? origin
    : { ...origin, name: origin.name === '' ? property : `${origin.name}.${property}` };
}

/** A whole module has `keys`, the names it is known to export, and may be there in part: `real`. */
export function createStub(
  origin: StubOrigin,
  keys: readonly string[] = [],
  real: Readonly<Record<string, unknown>> = {},
): unknown {
  const use = <T>(whileLoading: () => T, used = origin): T => {
    if (hasStarted()) throw refuse(used);
    return whileLoading();
  };
  // An ordinary function is the only target that can be called, constructed and extended.
  const target = function () {};
  return new Proxy(target, {
    get: (_, property) => {
      if (property === '__esModule') return true;
      if (typeof property === 'string' && Object.hasOwn(real, property)) return real[property];
      if (inspections.has(property)) return undefined;
      const read = (): unknown =>
        Object.hasOwn(target, property) ? Reflect.get(target, property) : absorbed(origin, property);
      return use(read, typeof property === 'string' ? memberOf(origin, property) : origin);
    },
    apply: () => use(() => createStub(origin)),
    construct: (_, _arguments, newTarget) =>
      use(
        () =>
          (newTarget.prototype === target.prototype
            ? createStub(origin)
            : Reflect.construct(Object, [], newTarget)) as object,
      ),
    set: () => use(() => true),
    // Done for real: freezing comes through here, and lies about what is frozen are refused.
    defineProperty: (_, property, descriptor) => use(() => Reflect.defineProperty(target, property, descriptor)),
    deleteProperty: () => use(() => true),
    has: () => use(() => true),
    ownKeys: () => use(() => [...Reflect.ownKeys(target), ...(Object.isExtensible(target) ? keys : [])]),
  });
}

/** Stands for `import('node:fs')`: a promise that rejects with the explanation, or a stub while modules load. */
export function importStub(origin: StubOrigin): unknown {
  return hasStarted() ? Promise.reject(refuse(origin)) : createStub(origin);
}
