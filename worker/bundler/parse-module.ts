import { parse, type Options, type Program } from 'acorn';

/** Parses a user file as a module, or as CommonJS where only that is possible; throws acorn's SyntaxError with `loc`. */
export function parseModule(code: string, file: string): Program {
  const options: Options = { ecmaVersion: 'latest', allowHashBang: true, sourceType: 'module' };
  const asScript: Options = { ...options, sourceType: 'script', allowReturnOutsideFunction: true };
  if (/\.c[jt]s$/.test(file) && !/^\s*(import|export)\b/m.test(code)) return parse(code, asScript);
  try {
    return parse(code, options);
  } catch (error) {
    if (/^\s*(import|export)\s/m.test(code)) throw error;
    try {
      return parse(code, asScript);
    } catch {
      throw error;
    }
  }
}
