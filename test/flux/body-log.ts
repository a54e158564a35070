/** What a body noted about itself with `record` (fixtures/record.mjs). */
export interface BodyEntry {
  readonly what: string;
  readonly run: string | undefined;
  readonly attempt: number;
  /** Real time in milliseconds. */
  readonly at: number;
  readonly [fact: string]: unknown;
}

const holder = globalThis as { fluxBodies?: BodyEntry[] };

/** The notes of one run's bodies, in order; with `what`, of that kind only. Bodies run in the process of the tests. */
export function bodies(run: { readonly id: string }, what?: string): BodyEntry[] {
  const all = holder.fluxBodies ?? [];
  return all.filter((entry) => entry.run === run.id && (what === undefined || entry.what === what));
}

/** Waits until a body has noted something. */
export async function bodyNoted(run: { readonly id: string }, what: string, count = 1): Promise<BodyEntry> {
  for (;;) {
    const entry = bodies(run, what)[count - 1];
    if (entry !== undefined) return entry;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
