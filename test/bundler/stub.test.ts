import { afterEach, describe, expect, test } from 'vitest';
import { PerdureError } from '../../src/errors.js';
import { createStub, importStub } from '../../worker/bundler/stub.js';

const started = Symbol.for('perdure.started');
const origin = { name: 'readFile', from: 'node:fs/promises', file: 'app.ts', line: 3 };

// Stubs are used like anything at all.
type Anything = ((...given: readonly unknown[]) => Anything) & Constructor & { readonly [key: string]: unknown };
type Constructor = new (...given: readonly unknown[]) => object;

function make(): Anything {
  return createStub(origin) as Anything;
}

function member(stub: Anything, name: string): Anything {
  return stub[name] as Anything;
}

function startWorkflow(): void {
  Object.defineProperty(globalThis, started, { value: true, configurable: true });
}

afterEach(() => Reflect.deleteProperty(globalThis, started));

describe('while modules load, a stub absorbs everything', () => {
  const uses: Readonly<Record<string, (stub: Anything) => unknown>> = {
    'call and chain': (stub) => member(member(stub('a'), 'then2')(), 'catch2')(1),
    construct: (stub) => new stub({ key: member(member(stub, 'env'), 'KEY') }),
    extend: (stub) => new (class extends (stub as unknown as new () => object) {})(),
    destructure: (stub) => {
      const { a, ...others } = member(stub, 'inner');
      const { c } = member(stub, 'b');
      return [a, c, others];
    },
    iterate: (stub) => [...(stub as unknown as Iterable<unknown>)],
    assign: (stub) => Object.assign(stub, { exitCode: 1 }),
    delete: (stub) => Reflect.deleteProperty(stub, 'a'),
    'put into text': (stub) => `${String(stub)} ${Number(stub)}`,
    instanceof: (stub) => ({}) instanceof (stub as unknown as new () => object),
    freeze: (stub) => Object.freeze(stub).another,
    'import()': () => importStub(origin),
  };
  test.each(Object.entries(uses))('%s', (_, use) => {
    expect(() => use(make())).not.toThrow();
  });

  test('an inherited method stays on a class made from a stub', () => {
    class Client extends (make() as unknown as new () => object) {
      ask(): number {
        return 1;
      }
    }
    expect(new Client().ask()).toBe(1);
  });
});

describe('once a workflow runs, any use explains itself', () => {
  const uses: Readonly<Record<string, (stub: Anything) => unknown>> = {
    read: (stub) => stub.promises,
    call: (stub) => stub('a'),
    construct: (stub) => new stub(),
    text: (stub) => `${String(stub)}`,
    JSON: (stub) => JSON.stringify({ stub }),
    iterate: (stub) => [...(stub as unknown as Iterable<unknown>)],
    spread: (stub) => ({ ...(stub as object) }),
    in: (stub) => 'a' in stub,
    assign: (stub) => Object.assign(stub, { exitCode: 1 }),
    instanceof: (stub) => ({}) instanceof (stub as unknown as new () => object),
  };
  test.each(Object.entries(uses))('%s', (_, use) => {
    const stub = make();
    startWorkflow();
    let caught: unknown;
    try {
      use(stub);
    } catch (error) {
      caught = error;
    }
    expect(PerdureError.is(caught, 'Bundle.NodeOnly')).toBe(true);
    expect(caught).toMatchObject({
      name: 'PerdureError',
      retryable: false,
      details: { from: 'node:fs/promises', file: 'app.ts', line: 3 },
    });
    expect((caught as Error).message).toMatch(
      /^readFile(\.\w+)? from 'node:fs\/promises' \(imported at app\.ts:3\) cannot be used in workflow code: .*; put the call into a task and await the task\.$/,
    );
  });

  test('also for stubs made while loading, and import()', async () => {
    const client = new (make())() as Anything;
    const chat = member(client, 'chat');
    startWorkflow();
    expect(() => chat.completions).toThrow('readFile.chat.completions');
    await expect(importStub(origin)).rejects.toThrow('readFile from');
  });

  test('awaiting or printing one is harmless', async () => {
    const stub = make();
    startWorkflow();
    expect(await Promise.resolve(stub)).toBe(stub);
    expect(Object.prototype.toString.call(stub)).toBe('[object Function]');
  });

  test.each([
    [
      { name: 'process', file: 'a.ts', line: 1, kind: 'global', remedy: 'pass it in' },
      /^process \(used at a\.ts:1\) .*; pass it in\.$/,
    ],
    [
      { name: 'db', from: "Pool from 'pg'", file: 'a.ts', line: 2, kind: 'value' },
      /^db \(made at a\.ts:2 with Pool from 'pg'\)/,
    ],
    [
      { name: 'fs', from: 'fs', file: 'some-package', kind: 'package' },
      /^fs \(imported by the package 'some-package'\)/,
    ],
  ] as const)('says where a %o comes from', (from, message) => {
    const stub = createStub(from) as Anything;
    startWorkflow();
    expect(() => stub()).toThrow(message);
  });
});

test('a module stub lists the names it stands for, until it is frozen', () => {
  const stub = createStub(origin, ['readFile', 'writeFile']) as Anything;
  expect(Object.getOwnPropertyNames(stub)).toEqual(expect.arrayContaining(['readFile', 'writeFile']));
  expect(stub.__esModule).toBe(true);
  expect(Object.getOwnPropertyNames(Object.freeze(stub))).not.toContain('readFile');
});
