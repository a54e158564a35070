import { patched } from '@temporalio/workflow';
import { engineGeneration, generationOfRun } from '../src/contract/engine.js';
import { CallGate } from './call-gate.js';
import { GraphViews } from './graph-views.js';
import { Pauses } from './pauses.js';
import { TimerGate } from './timer-gate.js';

/** What the library keeps for one run. */
export interface RunState {
  /** What the engine was like when the run began; see `src/contract/engine.ts`. */
  readonly generation: number;
  readonly pauses: Pauses;
  readonly gate: CallGate;
  readonly graphs: GraphViews;
  /** Child runs, of which Temporal keeps 2,000 open at most, too. */
  readonly children: CallGate;
  readonly timers: TimerGate;
  /** The last value the run published, shown in its details. */
  progress: unknown;
  /** What portable code keeps for the run. */
  readonly kept: Map<string, unknown>;
}

// On the sandbox's global object, which Temporal keeps apart per run: this library's own modules are loaded once and
// shared, frozen, by all runs of a worker, so they cannot hold state.
const slot = Symbol.for('perdure.run');
const holder = globalThis as { [slot]?: RunState };

/** The state of the run this code belongs to. */
export function runState(): RunState {
  return (holder[slot] ??= begin());
}

/** Asked for first when the run starts: only then does the mark of its generation come before everything else. */
function begin(): RunState {
  const generation = generationOfRun(engineGeneration, patched);
  return {
    generation,
    pauses: new Pauses(),
    graphs: new GraphViews(),
    gate: new CallGate(),
    children: new CallGate(),
    timers: new TimerGate(),
    progress: undefined,
    kept: new Map(),
  };
}
