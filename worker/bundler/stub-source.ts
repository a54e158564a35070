import type { Pattern } from 'acorn';
import { remedyOf } from './describe-cause.js';
import type { Cause } from './find-taint.js';
import type { Locate } from './source-position.js';
import type { StubOrigin } from './stub.js';

/** What stripped code asks for; the bundler answers with `stub.ts`. */
export const stubRequest = 'perdure-sandbox-stub';

const stubName = '__perdureStub';
const importStubName = '__perdureImport';
const usualRemedy = 'put the call into a task and await the task';

export function toOrigin(cause: Cause, locate: Locate): StubOrigin {
  const { name, from, kind } = cause;
  const { file, line } = locate(cause.at.start);
  const remedy = remedyOf(cause);
  return { name, ...(from !== undefined && { from }), file, line, kind, ...(remedy !== usualRemedy && { remedy }) };
}

export function stubSource(origin: StubOrigin): string {
  return `${stubName}(${JSON.stringify(origin)})`;
}

export function importStubSource(origin: StubOrigin): string {
  return `${importStubName}(${JSON.stringify(origin)})`;
}

/** A stub in the shape of a declaration's left side, each name of it with its own explanation. */
export function stubForPattern(pattern: Pattern, origin: StubOrigin): string {
  if (pattern.type !== 'ArrayPattern')
    return stubSource({ ...origin, name: pattern.type === 'Identifier' ? origin.name : '' });
  const names = pattern.elements.map((element) => (element?.type === 'Identifier' ? element.name : ''));
  return `[${names.map((name) => stubSource({ ...origin, name })).join(',')}]`;
}

/** The line that brings the stub functions into a stripped file. */
export function stubImport(isCommonJs: boolean): string {
  return isCommonJs
    ? `const{createStub:${stubName},importStub:${importStubName}}=require(${JSON.stringify(stubRequest)});`
    : `import{createStub as ${stubName},importStub as ${importStubName}}from${JSON.stringify(stubRequest)};`;
}
