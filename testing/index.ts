/**
 * For your tests: definitions as plain function calls, or on a real Temporal server with skipped time.
 * @module
 */
export { directly, type DirectlyOptions } from './directly.js';
export { testEnvironment, TestEnvironment, type TestEnvironmentOptions } from './test-environment.js';
export { replay } from './replay.js';
