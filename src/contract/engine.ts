/**
 * The generation of the engine a run began with: one number, fixed at its start. A change of the commands an existing
 * path produces is gated on it, `if (runState().generation >= 2) …`, so that open runs go on the way they began.
 *
 * Generation 1 leaves no mark in history; a later one leaves a single patch marker, whatever number of changes it holds.
 */

/** What runs that begin now are given. Raise it with the first gated change after a release. */
export const engineGeneration = 1;

/** The patch that marks runs of a generation. Recorded: never changed. */
export function generationPatch(generation: number): string {
  return `perdure.generation.${generation}`;
}

/**
 * The generation of the run that asks.
 * @param patched Temporal's `patched`: true for a run that begins now (and leaves its mark), or that bears the mark
 */
export function generationOfRun(newest: number, patched: (id: string) => boolean): number {
  for (let generation = newest; generation > 1; generation--) {
    if (patched(generationPatch(generation))) return generation;
  }
  return 1;
}
