import { stripVTControlCharacters } from 'node:util';
import type { ModuleOrigin } from './module-origin.js';
import { displayPath } from './module-origin.js';
import { packageOf } from './node-only.js';
import type { Problem, ProblemCode } from './problem.js';
import type { Position } from './source-position.js';
import { fileOf, type Compilation, type Module } from './webpack.js';

export interface ErrorContext {
  readonly originOf: (file: string) => ModuleOrigin;
  /** Line and column from 1, in the file as webpack got it. */
  readonly toOriginal: (file: string, line: number, column: number) => Position;
  readonly entryFile: string;
}

type Location = { readonly start?: { readonly line: number; readonly column: number } } | undefined;

/** The parts of webpack's errors that are read here; its own types hide most of them. */
interface WebpackError {
  readonly name: string;
  readonly message: string;
  readonly module?: Module | null;
  readonly loc?: Location;
  readonly dependencies?: readonly { readonly request?: string; readonly loc?: Location }[];
  readonly error?: Error & { readonly loc?: { readonly line: number; readonly column: number } };
}

/** webpack's errors in our words, each at the line of the user's file that leads to it. */
export function translateErrors(compilation: Compilation, context: ErrorContext): readonly Problem[] {
  const problems = errorsOf(compilation).map((error) => translate(compilation, error, context));
  const asyncModules = [...compilation.modules].filter(
    (module) => module.buildMeta?.async && context.originOf(fileOf(module) ?? '').kind === 'package',
  );
  return [
    ...problems,
    ...asyncModules.map((module) => {
      const name = nameOf(context.originOf(fileOf(module)!));
      const message = `the package '${name}' uses await at its top level, which the workflow sandbox cannot load. Import it only where tasks use it.`;
      return { ...importSite(compilation, module, context), code: 'Bundle.TopLevelAwait' as const, message };
    }),
  ];
}

/** webpack collects what modules complain about at the end only, when a run that fails early never gets there. */
function errorsOf(compilation: Compilation): readonly WebpackError[] {
  const collected = compilation.errors as readonly WebpackError[];
  const own = [...compilation.modules].flatMap((module) =>
    [...((module.getErrors() ?? []) as Iterable<WebpackError>)].map((error): WebpackError => ({
      name: error.name,
      message: error.message,
      loc: error.loc,
      ...(error.error && { error: error.error }),
      module,
    })),
  );
  return [...collected, ...own.filter(({ message }) => !collected.some((each) => each.message === message))];
}

function nameOf(origin: ModuleOrigin): string {
  return origin.kind === 'package' ? origin.name : origin.kind;
}

function translate(compilation: Compilation, error: WebpackError, context: ErrorContext): Problem {
  const file = fileOf(error.module);
  const loc = error.loc ?? error.dependencies?.[0]?.loc;
  const request = /^(?:Module not found: )?(?:Error: )?Can't resolve '([^']+)'/.exec(error.message)?.[1];
  const origin = file === undefined || file === context.entryFile ? undefined : context.originOf(file);
  if (request !== undefined) return notFound(compilation, error, request, origin, context);
  const place =
    file !== undefined && origin?.kind === 'user'
      ? positionOf(file, loc, context)
      : importSite(compilation, error.module, context);
  const text = plainText(error.error?.message ?? error.message);
  if (origin?.kind === 'package') {
    const message =
      `the package '${origin.name}' cannot be bundled for the workflow sandbox (${firstLine(text)}). ` +
      `If only tasks use it, import it in a file of their own, or name it in nodeOnly: ['${origin.name}'].`;
    return { ...place, code: 'Bundle.ModuleFailed', message };
  }
  if (/parse|syntax|expected|unexpected/i.test(`${error.name} ${text}`) || error.name === 'ModuleParseError') {
    return {
      ...syntaxPosition(text, error, place, context),
      code: 'Bundle.SyntaxError',
      message: `The file does not parse: ${firstLine(text)}. Correct the syntax there.`,
    };
  }
  const code: ProblemCode = /export .* was not found/.test(text) ? 'Bundle.MissingExport' : 'Bundle.ModuleFailed';
  const remedy =
    code === 'Bundle.MissingExport'
      ? 'Is the name spelled as it is exported there? A type needs `import type`.'
      : 'Set PERDURE_DEBUG=1 to see all that webpack said.';
  return { ...place, code, message: `${firstLine(text)}. ${remedy}` };
}

function notFound(
  compilation: Compilation,
  error: WebpackError,
  request: string,
  origin: ModuleOrigin | undefined,
  context: ErrorContext,
): Problem {
  const code = 'Bundle.ModuleNotFound';
  if (!origin || origin.kind === 'machinery') {
    const place = { file: displayPath(request), line: 1, column: 1 };
    return {
      ...place,
      code,
      message: `The app's file ${displayPath(request)} does not exist. Is the path given as \`app\` right?`,
    };
  }
  if (origin.kind === 'package') {
    const place = importSite(compilation, error.module, context);
    return {
      ...place,
      code,
      message: `the package '${origin.name}' imports '${request}', which is not installed. Install it: npm install ${packageOf(request) ?? request}`,
    };
  }
  const place = positionOf(fileOf(error.module)!, error.loc ?? error.dependencies?.[0]?.loc, context);
  return { ...place, code, message: `The import '${request}' leads nowhere. ${notFoundRemedy(request)}` };
}

function notFoundRemedy(request: string): string {
  const alias =
    'Path aliases of tsconfig.json ("paths") are not followed: import by relative path, or use "imports" in package.json.';
  if (/^\.|^\//.test(request)) return 'Is the path right, seen from this file, and the name spelled as on disk?';
  if (/^(@|~|src)\//.test(request)) return alias;
  const name = packageOf(request) ?? request;
  return `Is the package installed? npm install ${name}. ${alias}`;
}

function positionOf(file: string, loc: Location, { toOriginal }: ErrorContext): Position {
  return toOriginal(file, loc?.start?.line ?? 1, (loc?.start?.column ?? 0) + 1);
}

/** The import in a user's file that leads to a module, however far away. */
function importSite({ moduleGraph }: Compilation, module: Module | null | undefined, context: ErrorContext): Position {
  for (let at = module; at; at = moduleGraph.getIssuer(at)) {
    const issuer = moduleGraph.getIssuer(at);
    const file = fileOf(issuer);
    if (!issuer || file === undefined || file === context.entryFile || context.originOf(file).kind !== 'user') continue;
    const connection = [...moduleGraph.getIncomingConnections(at)].find(({ originModule }) => originModule === issuer);
    return positionOf(file, (connection?.dependency as { loc?: Location } | null)?.loc, context);
  }
  return { file: displayPath(fileOf(module) ?? 'app'), line: 1, column: 1 };
}

/** swc prints the place into its text (`[app.ts:3:1]`), parsers put it on the error. */
function syntaxPosition(text: string, error: WebpackError, fallback: Position, context: ErrorContext): Position {
  const printed = /[[(]([^[\]()]+):(\d+):(\d+)[\])]/.exec(text);
  const file = fileOf(error.module);
  if (printed && file !== undefined)
    return { file: displayPath(file), line: Number(printed[2]), column: Number(printed[3]) };
  const loc = error.error?.loc;
  return loc && file !== undefined ? context.toOriginal(file, loc.line, loc.column + 1) : fallback;
}

function plainText(message: string): string {
  return stripVTControlCharacters(message);
}

/** The first line that says something, without the decoration compilers put around it. */
function firstLine(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/^[\s×x│╭─]+(?=\S)/, '').trim());
  const line = lines.find((each) => each !== '' && !/^Module (build|parse) failed|^Error:?$/.test(each)) ?? text;
  return line.replace(/^(Syntax)?Error:\s*(×\s*)?/, '').replace(/[.\s]+$/, '');
}
