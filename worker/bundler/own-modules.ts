import { realpathSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { parse, type Token } from 'acorn';
import { outsideRequest } from './generated-source.js';

/** What the bundler knows of the library's own modules: every run of every app loads them, so they go in slim. */
export interface OwnModules {
  /** Whether a file is the library's. */
  isOwn(file: string): boolean;
  /** Whether a file holds no state, so that all runs may share it. */
  isPortable(file: string): boolean;
  /**
   * The text of such a module without comments, every line where it was; `undefined` for a module of others. Its source
   * map is to be left out: what people have of the library on their machines is JavaScript.
   */
  slim(source: string, file: string): string | undefined;
  /** What takes the place of an import that only plain Node needs. */
  insteadOf(request: string, importer: string): string | undefined;
}

export function createOwnModules(perdureRoot: string): OwnModules {
  const dist = join(realpathSync(perdureRoot), 'dist', sep);
  const portable = join(dist, 'src', sep);
  // A sandbox has its runtime before anything else is loaded, so calls outside of one cannot be.
  const outside = join(portable, 'direct', sep);
  return {
    isOwn: (file) => file.startsWith(dist),
    isPortable: (file) => file.startsWith(portable),
    slim: (source, file) => (file.startsWith(dist) ? slim(source) : undefined),
    insteadOf: (request, importer) =>
      request.startsWith('.') && importer.startsWith(dist) && resolve(dirname(importer), request).startsWith(outside)
        ? outsideRequest
        : undefined,
  };
}

/** Between two parts of the text only line ends count, by which frames find their place. */
function slim(source: string): string {
  const tokens: Token[] = [];
  parse(source, { ecmaVersion: 'latest', sourceType: 'module', onToken: tokens });
  let [text, end] = ['', 0];
  for (const token of tokens) {
    const gap = source.slice(end, token.start);
    const lineEnds = gap.split('\n').length - 1;
    text += lineEnds === 0 ? gap && ' ' : '\n'.repeat(lineEnds);
    text += source.slice(token.start, token.end);
    end = token.end;
  }
  return text;
}
