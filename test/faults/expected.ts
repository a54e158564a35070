/** What each kind of run must return, and the effects it must have had, each once. */
export const kinds = {
  chain: { result: 12, effects: range(12).map((index) => `step ${index}`) },
  fan: { result: 30, effects: range(30).map((index) => `item ${index}`) },
  branches: { result: 'join left right', effects: ['start', 'left', 'right', 'join left right'] },
  undone: {
    result: 'as planned',
    effects: ['do one', 'do two', 'do three', 'undo three', 'undo two', 'undo one'],
  },
  asks: { result: [1, 2], effects: ['before', 'answered 1', 'answered 2'] },
} as const;

export type Kind = keyof typeof kinds;

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}
