import { CallGate } from './call-gate.js';
import { GraphViews } from './graph-views.js';
import { Pauses } from './pauses.js';

/** What the library keeps for one run. */
export interface RunState {
  readonly pauses: Pauses;
  readonly gate: CallGate;
  readonly graphs: GraphViews;
  /** The last value the run published, shown in its details. */
  progress: unknown;
}

// On the sandbox's global object, which Temporal keeps apart per run: this library's own modules are loaded once and
// shared, frozen, by all runs of a worker, so they cannot hold state.
const slot = Symbol.for('perdure.run');
const holder = globalThis as { [slot]?: RunState };

/** The state of the run this code belongs to. */
export function runState(): RunState {
  return (holder[slot] ??= {
    pauses: new Pauses(),
    gate: new CallGate(),
    graphs: new GraphViews(),
    progress: undefined,
  });
}
