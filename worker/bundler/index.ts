/**
 * Makes the sandbox's copy of an app: `const { code } = await bundleApp({ modules, entryFile, perdureRoot });`
 * @module
 */
export { bundleApp, type AppBundle, type BundleAppOptions } from './bundle-app.js';
export { areUnchanged, type BundleInputs } from './bundle-inputs.js';
export { appBundlerOptions, type AppBundlerConfiguration, type AppBundlerOptions } from './configure-bundle.js';
export { toBundleError, type Problem, type ProblemCode } from './problem.js';
