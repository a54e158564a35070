/** Columns of a terminal; `undefined` without one, and for terminals that claim to have none, as some CI systems do. */
export function terminalWidth({ columns }: { readonly columns?: number }): number | undefined {
  return columns !== undefined && columns > 0 ? columns : undefined;
}
