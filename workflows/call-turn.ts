import { CancellationScope } from '@temporalio/workflow';
import type { CallGate } from './call-gate.js';
import { fromTemporal } from './from-temporal.js';

/** Waits for a call's turn at a gate that is full; rejects, and gives up the place, when the call is cancelled. */
export function turnOf(gate: CallGate, size: number): Promise<void> {
  return new Promise((resolve, reject) => {
    gate.queue(size, resolve);
    CancellationScope.current().cancelRequested.catch((error: unknown) => {
      gate.withdraw(resolve);
      reject(fromTemporal(error));
    });
  });
}
