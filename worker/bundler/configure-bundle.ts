import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { BundleOptions } from '@temporalio/worker';
import { createBundlePlugin, type BundlePlugin } from './bundle-plugin.js';
import { preloadRequest } from './generated-source.js';
import { ownFiles } from './own-files.js';
import type { Problem } from './problem.js';
import type { Configuration, Rule } from './webpack.js';

export interface AppBundlerOptions {
  /** Absolute paths of the user's app files. */
  readonly modules: readonly string[];
  /** A file, or folder, that exports workflows written for Temporal directly. */
  readonly handWritten?: string | undefined;
  /** Absolute path of a real, empty CommonJS file; its place in the bundle is taken by the generated entry. */
  readonly entryFile: string;
  /** Folder of the package. */
  readonly perdureRoot: string;
  /** What the entry installs first; it exports `exportWorkflows`. Default: `dist/workflows/index.js`. */
  readonly runtimeModule?: string;
  /** Packages of this app that live in Node only, besides the well-known ones. */
  readonly nodeOnly?: readonly string[];
  /** Where the Temporal Web UI is, for links that workflow code asks for. */
  readonly webUi?: string | undefined;
  /** A hook that was there before; it runs first. */
  readonly webpackConfigHook?: BundleOptions['webpackConfigHook'];
  readonly onProblem?: (problem: Problem) => void;
}

export type AppBundlerConfiguration = Required<
  Pick<BundleOptions, 'workflowsPath' | 'webpackConfigHook' | 'preloadModules' | 'ignoreModules'>
>;

/** Options for Temporal's bundler that make it take files in which tasks and workflows stand side by side. */
export function appBundlerOptions(options: AppBundlerOptions): AppBundlerConfiguration {
  return configureBundle(options).configuration;
}

/** The same, with the plugin that knows afterwards what was bundled. */
export function configureBundle(options: AppBundlerOptions): {
  configuration: AppBundlerConfiguration;
  plugin: BundlePlugin;
} {
  const {
    modules,
    handWritten,
    perdureRoot,
    webUi,
    nodeOnly = [],
    onProblem = () => {},
    webpackConfigHook: before,
  } = options;
  const runtimeModule = options.runtimeModule ?? join(perdureRoot, 'dist', 'workflows', 'index.js');
  const entryFile = realpathSync(options.entryFile);
  const plugin = createBundlePlugin({
    modules,
    handWritten,
    perdureRoot,
    nodeOnly,
    onProblem,
    runtimeModule,
    entryFile,
    webUi,
  });
  const configuration: AppBundlerConfiguration = {
    workflowsPath: entryFile,
    preloadModules: [runtimeModule, preloadRequest],
    ignoreModules: [],
    webpackConfigHook: (stock) => adjust(before ? before(stock) : stock, plugin),
  };
  return { configuration, plugin };
}

function adjust(config: Configuration, plugin: BundlePlugin): Configuration {
  const { resolve = {}, module = {}, output = {}, plugins = [] } = config;
  return {
    ...config,
    externals: quietExternals(config.externals, plugin),
    plugins: [...plugins, { apply: (compiler) => plugin.apply(compiler) }],
    // The sandbox loads one file; a second chunk could never arrive.
    output: { ...output, asyncChunks: false, pathinfo: false },
    // What of the library (and of packages that allow it) an app does not use stays out of its bundle.
    optimization: { ...config.optimization, sideEffects: true, providedExports: true },
    resolve: {
      ...resolve,
      extensions: ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json'],
      extensionAlias: {
        '.js': ['.ts', '.tsx', '.js'],
        '.jsx': ['.tsx', '.jsx'],
        '.mjs': ['.mts', '.mjs'],
        '.cjs': ['.cts', '.cjs'],
      },
    },
    module: {
      ...module,
      parser: { ...module.parser, javascript: { ...module.parser?.['javascript'], dynamicImportMode: 'eager' } },
      rules: [
        ...(module.rules ?? []).flatMap((rule): Rule[] =>
          isCompilerRule(rule) ? compilerRules(rule) : [rule as Rule],
        ),
        // Loading a user's file defines its tasks and workflows, and a preload loads, whatever package.json says of them.
        { test: (file: string) => plugin.isUserFile(file) || file === ownFiles.generated, sideEffects: true },
        // What is generated uses `require` and `module`, wherever the file that stands for it lies.
        { test: (file: string) => file === ownFiles.generated, type: 'javascript/auto' },
      ],
    },
  };
}

function isCompilerRule(rule: unknown): rule is Rule {
  return typeof rule === 'object' && rule !== null && 'test' in rule && String(rule.test) === String(/\.ts$/);
}

/** Temporal's rule for `.ts`, for the other extensions too; JSX changes what `<` means, so it is on only where it is allowed. */
function compilerRules(stock: Rule): Rule[] {
  const jsx = { transform: { react: { runtime: 'automatic' } } };
  return [
    { ...stock, test: /\.[cm]?ts$/ },
    {
      ...stock,
      test: /\.tsx$/,
      use: withCompilerOptions(stock, { parser: { syntax: 'typescript', decorators: true, tsx: true }, ...jsx }),
    },
    {
      ...stock,
      test: /\.jsx$/,
      use: withCompilerOptions(stock, { parser: { syntax: 'ecmascript', decorators: true, jsx: true }, ...jsx }),
    },
  ];
}

function withCompilerOptions({ use }: Rule, jsc: object): NonNullable<Rule['use']> {
  const loader = use as { readonly loader: string; readonly options: { readonly jsc?: object } };
  return { ...loader, options: { ...loader.options, jsc: { ...loader.options.jsc, ...jsc } } };
}

/** Temporal's check for forbidden modules sees imports as written, before they are redirected. */
function quietExternals(externals: Configuration['externals'], plugin: BundlePlugin): Configuration['externals'] {
  if (Array.isArray(externals)) return externals.map((each) => quietExternals(each, plugin) as typeof each);
  if (typeof externals !== 'function') return externals;
  const original = externals as (data: object, callback: object) => unknown;
  return (async (data: { request?: string; contextInfo?: { issuer: string } }, callback: object) =>
    plugin.isRedirected(data.request ?? '', data.contextInfo?.issuer ?? '')
      ? undefined
      : original(data, callback)) as typeof externals;
}
