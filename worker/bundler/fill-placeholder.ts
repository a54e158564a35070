import type { Compilation, Compiler, Module } from './webpack.js';

/**
 * Puts the ids of modules in place of a list that is empty by itself. Only once everything is put together are they known:
 * webpack leaves out what is not used, and asking for a module by `require` would bring it back in.
 */
export function fillPlaceholder(
  compiler: Compiler,
  compilation: Compilation,
  placeholder: string,
  modules: readonly Module[],
): void {
  // Editing a whole bundle costs time.
  if (modules.length === 0) return;
  const { ReplaceSource } = compiler.webpack.sources;
  const ids = JSON.stringify(modules.map((module) => compilation.chunkGraph.getModuleId(module)));
  for (const name of Object.keys(compilation.assets)) {
    compilation.updateAsset(name, (source) => {
      const start = source.source().toString().indexOf(placeholder);
      if (start === -1) return source;
      const replaced = new ReplaceSource(source);
      replaced.replace(start, start + placeholder.length - 1, ids);
      return replaced;
    });
  }
}
