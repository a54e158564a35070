/** Options of two kinds in one object, apart; what was not given is in neither. */
export function splitOptions<T extends object, K extends keyof T>(
  options: T,
  names: readonly K[],
): [chosen: Pick<T, K>, others: Omit<T, K>] {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const isChosen = ([name]: [string, unknown]): boolean => (names as readonly PropertyKey[]).includes(name);
  const chosen = Object.fromEntries(given.filter(isChosen));
  const others = Object.fromEntries(given.filter((entry) => !isChosen(entry)));
  return [chosen as Pick<T, K>, others as Omit<T, K>];
}
