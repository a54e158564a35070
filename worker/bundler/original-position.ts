import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, resolve } from 'node:path';
import { displayPath } from './module-origin.js';
import type { Position } from './source-position.js';

/** Follows the map of earlier loaders (swc, or the user's own compiler) back to the line the user wrote. */
export function originalPosition(map: string | object | undefined, file: string): (position: Position) => Position {
  if (map === undefined || map === null) return (position) => position;
  let parsed: SourceMap | undefined;
  return (position) => {
    parsed ??= new SourceMap((typeof map === 'string' ? JSON.parse(map) : map) as SourceMapPayload);
    const entry = parsed.findEntry(position.line - 1, position.column - 1);
    if (!('originalLine' in entry) || entry.originalLine === undefined) return position;
    const source =
      entry.originalSource === undefined
        ? file
        : resolve(dirname(file), entry.originalSource.replace(/^file:\/\//, ''));
    return { file: displayPath(source), line: entry.originalLine + 1, column: entry.originalColumn + 1 };
  };
}
