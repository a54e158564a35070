import type { Compilation, Compiler, Module } from './webpack.js';

/** What webpack writes beside each import and export for those who read bundles. */
const remark = /\/\* harmony (?:import|export) \*\/ /g;

/** Takes webpack's remarks out of some modules; lines, by which frames find their place, stay. */
export function dropRemarks(compiler: Compiler, compilation: Compilation, isSlim: (module: Module) => boolean): void {
  const { javascript, sources } = compiler.webpack;
  const hooks = javascript.JavascriptModulesPlugin.getCompilationHooks(compilation);
  hooks.renderModuleContent.tap('perdure', (source, module) => {
    if (!isSlim(module)) return source;
    const slim = new sources.ReplaceSource(source);
    for (const { 0: text, index } of source.source().toString().matchAll(remark)) {
      slim.replace(index, index + text.length - 1, '');
    }
    return slim;
  });
}
