import { patched } from '@temporalio/workflow';
import { largePayloadPatch } from '../src/contract/control.js';
import { largePayloadLimit, payloadLimit } from '../src/payload/check-size.js';

/**
 * How large a value of this run may be: the worker says whether it has a store for large ones, and a mark in history
 * keeps its word. So a run that was refused a value goes the same way again when a store has come since, and the other
 * way round. Asked only for a value that history does not take; other runs have no mark.
 */
export function payloadLimitOfRun(): number {
  return patched(largePayloadPatch) ? largePayloadLimit : payloadLimit;
}
