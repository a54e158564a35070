import { readFileSync } from 'node:fs';
import { replay } from 'perdure/testing';
import { expect, test } from 'vitest';

const app = new URL('../flux/fixtures/graph.mjs', import.meta.url);

// Recorded before there were loops and edges for failures: such graphs must go on taking the same steps in the same order.
test.each(['failing', 'many', 'pausing'])(
  'a recorded run of acyclic graphs replays: %s',
  async (name) => {
    const file = new URL(`./histories/${name}.history.json`, import.meta.url);
    const history = JSON.parse(readFileSync(file, 'utf8')) as { readonly events: readonly unknown[] };
    expect(history.events.length).toBeGreaterThan(10);
    await replay({ app }, history);
  },
  60_000,
);
