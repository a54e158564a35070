import { lineKinds } from './line-kind.js';
import type { Link, Slot } from './to-layers.js';

/**
 * The lines into a slot, grouped by the arrow they share: lines that lead nowhere else may join, but one that also
 * leads elsewhere gets an arrow of its own, or the others would seem to lead there too.
 */
export function groupArrivals(slot: Slot): Link[][] {
  const isBranch = (link: Link): boolean => link.from.down.filter(({ kind }) => kind === link.kind).length > 1;
  const joined = slot.up.filter((link) => !isBranch(link));
  return [...(joined.length > 0 ? [joined] : []), ...slot.up.filter(isBranch).map((link) => [link])];
}

/** The column of each line's arrow, side by side around the middle of the slot, in the order of where they come from. */
export function placeArrivals(slots: readonly Slot[], centreOf: (slot: Slot) => number): Map<Link, number> {
  const columns = new Map<Link, number>();
  for (const slot of slots) {
    const origin = (links: readonly Link[]): number =>
      links.reduce((sum, { from, kind }) => sum + centreOf(from) + lineKinds.indexOf(kind) / 2, 0) / links.length;
    const groups = groupArrivals(slot).sort((a, b) => origin(a) - origin(b));
    for (const [index, links] of groups.entries()) {
      for (const link of links) columns.set(link, centreOf(slot) - (groups.length - 1) + 2 * index);
    }
  }
  return columns;
}
