export * from './workflows.js';
export { readPages } from './agents.js';
