/**
 * For your tests: definitions as plain function calls, or on a real Temporal server with skipped time.
 * @module
 */
export { directly, type DirectlyOptions } from './directly.js';
export { testEnvironment, TestEnvironment, type TestEnvironmentOptions } from './test-environment.js';
export { replay } from './replay.js';
export {
  scriptedModel,
  type ScriptedModel,
  type ScriptedModelOptions,
  type ScriptedReply,
} from './models/scripted-model.js';
export { startWireServer, type WireAnswer, type WireRequest, type WireServer } from './models/wire-server.js';
export {
  type ContractCheck,
  type ContractSubject,
  providerContract,
  type Situation,
} from './models/provider-contract.js';
export { memoryStoreContract, type MemoryStoreCheck } from './memory-store-contract.js';
export { streamContract, type StreamSubject } from './streams/stream-contract.js';
