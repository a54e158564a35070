import { sharedPlaceholder } from './generated-source.js';
import { fileOf, type Compilation, type Compiler, type Module } from './webpack.js';

/**
 * Tells the preload module which modules of zod the app's bundle holds. Only once everything is put together is that
 * known: webpack leaves out most of zod, and asking for a module by `require` would bring it back in.
 * @returns their files
 */
export function shareZod(compiler: Compiler, compilation: Compilation): readonly string[] {
  const { ReplaceSource } = compiler.webpack.sources;
  const { chunkGraph, moduleGraph } = compilation;
  const shared = [...compilation.chunks]
    .flatMap((chunk) => [...chunkGraph.getChunkModules(chunk)])
    .filter(isZod)
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
function isZod(module: Module): boolean {
  return /[\\/]node_modules[\\/]zod[\\/]/.test(fileOf(module) ?? '');
}
