import type { Link, Slot } from './to-layers.js';

/** Orders each layer by where its neighbours stand, down and up a few times, so that few lines cross. */
export function orderLayers(layers: readonly (readonly Slot[])[]): Slot[][] {
  const ordered = layers.map((layer) => [...layer]);
  for (let round = 0; round < 4; round += 1) {
    for (const layer of ordered.slice(1)) sortBy(layer, ordered[(layer[0]?.layer ?? 0) - 1], 'up');
    for (const layer of ordered.slice(0, -1).reverse()) sortBy(layer, ordered[(layer[0]?.layer ?? 0) + 1], 'down');
  }
  return ordered;
}

const ends = { up: ({ from }: Link) => from, down: ({ to }: Link) => to };

function sortBy(layer: Slot[], neighbours: readonly Slot[] = [], direction: 'up' | 'down'): void {
  const places = new Map(neighbours.map((slot, index) => [slot, index]));
  const scale = neighbours.length / Math.max(layer.length, 1);
  const weights = new Map(
    layer.map((slot, index) => {
      const found = slot[direction].map((link) => places.get(ends[direction](link)) ?? 0);
      // What has no neighbour there keeps its place.
      return [slot, found.length === 0 ? index * scale : found.reduce((sum, place) => sum + place, 0) / found.length];
    }),
  );
  layer.sort((a, b) => (weights.get(a) ?? 0) - (weights.get(b) ?? 0));
}
