import type { Slot } from './to-layers.js';

/** The columns a slot takes: `centre` is where lines come in. */
export interface Place {
  readonly left: number;
  readonly right: number;
  readonly centre: number;
}

/** Empty columns between two slots. */
const gap = 3;

/** Finds columns for the slots of ordered layers: near the middle of their neighbours, without overlapping. */
export function placeSlots(layers: readonly (readonly Slot[])[], widthOf: (slot: Slot) => number): Map<Slot, Place> {
  const centres = new Map<Slot, number>();
  const settleAll = (order: readonly (readonly Slot[])[], directions: readonly Direction[]): void => {
    for (const layer of order) settle(layer, directions, widthOf, centres);
  };
  settleAll(layers, []);
  for (let round = 0; round < 3; round += 1) {
    settleAll(layers, ['up']);
    settleAll([...layers].reverse(), ['down']);
  }
  settleAll(layers, ['up', 'down']);
  const leftOf = (slot: Slot): number => (centres.get(slot) ?? 0) - Math.floor(widthOf(slot) / 2);
  const margin = [...centres.keys()].reduce((least, slot) => Math.min(least, leftOf(slot)), Infinity);
  return new Map(
    [...centres].map(([slot, centre]) => {
      const left = leftOf(slot) - margin;
      return [slot, { left, right: left + widthOf(slot) - 1, centre: centre - margin }];
    }),
  );
}

type Direction = 'up' | 'down';

/** Moves each slot of a layer to the middle of its neighbours, as far as the others leave room. */
function settle(
  layer: readonly Slot[],
  directions: readonly Direction[],
  widthOf: (slot: Slot) => number,
  centres: Map<Slot, number>,
): void {
  const wishes = layer.map((slot) => {
    const neighbours = directions.flatMap((direction) =>
      slot[direction].map(({ from, to }) => centres.get(direction === 'up' ? from : to) ?? 0),
    );
    return neighbours.length === 0 ? (centres.get(slot) ?? 0) : Math.round(mean(neighbours));
  });
  const distances = layer.map((slot, index) => {
    const before = layer[index - 1];
    return before ? Math.floor((widthOf(before) - 1) / 2) + gap + 1 + Math.floor(widthOf(slot) / 2) : 0;
  });
  // Pushed apart to the right and to the left; half way between, all keep their distances.
  const toRight = pushApart(wishes, distances);
  const toLeft = mirror(pushApart(mirror(wishes), [0, ...distances.slice(1).reverse()]));
  const middle = toRight.map((column, index) => Math.floor(mean([column, toLeft[index] ?? column])));
  for (const [index, column] of pushApart(middle, distances).entries()) centres.set(layer[index] as Slot, column);
}

function pushApart(wishes: readonly number[], distances: readonly number[]): number[] {
  let least = -Infinity;
  return wishes.map((wish, index) => {
    const column = Math.max(wish, least + (distances[index] ?? 0));
    least = column;
    return column;
  });
}

function mirror(columns: readonly number[]): number[] {
  return columns.map((column) => -column).reverse();
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
