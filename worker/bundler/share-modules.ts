import { sharedPlaceholder } from './generated-source.js';
import { fileOf, type Compilation, type Compiler } from './webpack.js';

/**
 * Tells the preload module which of the modules that all runs may share the app's bundle holds: they are then loaded
 * once, not for each run. Only once everything is put together is that known: webpack leaves out what is not used, and
 * asking for a module by `require` would bring it back in.
 * @returns their files
 */
export function shareModules(
  compiler: Compiler,
  compilation: Compilation,
  isShared: (file: string) => boolean,
): readonly string[] {
  const { ReplaceSource } = compiler.webpack.sources;
  const { chunkGraph, moduleGraph } = compilation;
  const shared = [...compilation.chunks]
    .flatMap((chunk) => [...chunkGraph.getChunkModules(chunk)])
    .filter((module) => isShared(fileOf(module) ?? ''))
    // Dependencies first, as they would be evaluated anyway.
    .sort((a, b) => (moduleGraph.getPostOrderIndex(a) ?? 0) - (moduleGraph.getPostOrderIndex(b) ?? 0));
  // The placeholder is an empty list by itself; editing a whole bundle costs time.
  if (shared.length === 0) return [];
  const ids = JSON.stringify(shared.map((module) => chunkGraph.getModuleId(module)));
  for (const name of Object.keys(compilation.assets)) {
    compilation.updateAsset(name, (source) => {
      const start = source.source().toString().indexOf(sharedPlaceholder);
      if (start === -1) return source;
      const replaced = new ReplaceSource(source);
      replaced.replace(start, start + sharedPlaceholder.length - 1, ids);
      return replaced;
    });
  }
  return shared.map((module) => fileOf(module)!);
}

/** Whichever copy and build of zod the app imports. */
export function isZod(file: string): boolean {
  return /[\\/]node_modules[\\/]zod[\\/]/.test(file);
}
