import type { BundleOptions } from '@temporalio/worker';

// webpack comes with the worker package; its types are taken from there, so that it need not be a dependency of ours.
export type Configuration = Parameters<NonNullable<BundleOptions['webpackConfigHook']>>[0];
type PluginFunction = Extract<NonNullable<Configuration['plugins']>[number], (...given: never[]) => unknown>;
export type Compiler = Parameters<PluginFunction>[0];
export type Compilation = ReturnType<Compiler['createCompilation']>;
export type Module = Compilation['modules'] extends Set<infer Each> ? Each : never;
export type Rule = Extract<NonNullable<NonNullable<Configuration['module']>['rules']>[number], object>;

/** The file of a module with its query; none for modules webpack makes itself. */
export function resourceOf(module: Module | null | undefined): string | undefined {
  return (module as { readonly resource?: string } | null | undefined)?.resource;
}

/** The file of a module. */
export function fileOf(module: Module | null | undefined): string | undefined {
  return resourceOf(module)?.split('?', 1)[0];
}
