import { fillPlaceholder } from './fill-placeholder.js';
import { sharedPlaceholder } from './generated-source.js';
import { fileOf, type Compilation, type Compiler } from './webpack.js';

/**
 * Tells the preload module which of the modules that all runs may share the app's bundle holds: they are then loaded
 * once, not for each run.
 * @returns their files
 */
export function shareModules(
  compiler: Compiler,
  compilation: Compilation,
  isShared: (file: string) => boolean,
): readonly string[] {
  const { chunkGraph, moduleGraph } = compilation;
  const shared = [...compilation.chunks]
    .flatMap((chunk) => [...chunkGraph.getChunkModules(chunk)])
    .filter((module) => isShared(fileOf(module) ?? ''))
    // Dependencies first, as they would be evaluated anyway.
    .sort((a, b) => (moduleGraph.getPostOrderIndex(a) ?? 0) - (moduleGraph.getPostOrderIndex(b) ?? 0));
  fillPlaceholder(compiler, compilation, sharedPlaceholder, shared);
  return shared.map((module) => fileOf(module)!);
}

/** Whichever copy and build of zod the app imports. */
export function isZod(file: string): boolean {
  return /[\\/]node_modules[\\/]zod[\\/]/.test(file);
}
